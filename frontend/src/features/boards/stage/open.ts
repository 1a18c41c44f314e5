import { LiveBoard } from '#realtime/boards/live-board.svelte.ts';

export type { LiveBoard };

/** Opens a board, for `person` if somebody is signed in. It goes on until `close`. */
export const openBoard = (id: string, person: string | null): LiveBoard => new LiveBoard(id, { person });
