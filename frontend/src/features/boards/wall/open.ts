import { LiveBoard } from '#realtime/boards/live-board.svelte.ts';

export type { LiveBoard };

/** Opens a board as the projector shows it; whoever opens it closes it. */
export const openWall = (id: string): LiveBoard => new LiveBoard(id, { wall: true });
