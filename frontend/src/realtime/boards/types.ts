import type { Schema } from '#api/client.ts';

/** Never in part, as events say all of a vote that they change. */
export type VotesView = Required<Schema['VotesView']>;
export type BoardView = Omit<Schema['BoardView'], 'votes'> & { votes: VotesView };
export type BoardHead = Schema['BoardHead'];
export type BoardPerson = Schema['BoardPerson'];
export type CardView = Schema['CardView'];
export type GroupView = BoardView['groups'][string];
export type DecisionView = Schema['DecisionView'];
export type BoardActionView = Schema['BoardActionView'];
export type Stage = BoardHead['plan']['stages'][number];

/** A command as it is sent. */
export type Command = Schema['Commands']['commands'][number];

/** What the server fills in where it is left out. */
type Defaults = 'clear_school' | 'leave_hidden';

type WithoutId<C> = C extends Command ? Omit<C, 'id' | Defaults> & Partial<Pick<C, Extract<keyof C, Defaults>>> : never;
export type CommandWithoutId = WithoutId<Command>;

/** Changes to a board's document: part → key → value. */
export type Patch = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Why something was not done, as HTTP answers it (RFC 9457). */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  errors?: readonly { where?: string; message?: string }[];
}

export type Looks = 'member' | 'guest' | 'wall';

/** What the server says; see app/realtime/boards. */
export type Frame =
  | { hello: { you: string | null; facilitates: boolean; view: Looks; now: number } }
  | { snapshot: BoardView }
  | { ack: string; seq: number }
  | { nack: string; problem: Problem }
  | { here: string[]; ready: string[]; hands: string[] }
  | { now: number }
  | { seq: number; kind?: string; patch?: Patch };

/** Why a board is closed to this page for good. */
export type Ending = 'signed-out' | 'not-allowed' | 'not-there' | 'removed';
