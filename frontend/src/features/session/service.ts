import { answer, api, type Schema } from '#api/client.ts';

export type Session = Schema['SessionView'];
export type Seat = Schema['SeatView'];
export type Persona = Schema['PersonaView'];

export const fetchSession = (): Promise<Session> => answer(api.GET('/api/session'));

export const signInAs = (persona: string): Promise<Session> =>
  answer(api.POST('/api/session/demo', { body: { persona } }));

export async function signOut(): Promise<void> {
  await api.DELETE('/api/session');
}

export async function signOutEverywhere(): Promise<void> {
  await api.DELETE('/api/sessions');
}
