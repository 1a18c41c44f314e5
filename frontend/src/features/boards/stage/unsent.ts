import { forgetCommands, waitingBoard } from '#realtime/boards/queue.ts';
import { forgetDrafts } from '../cards/drafts.ts';

/** Address of a board for which this device holds changes that were not sent, if there is one. */
export async function boardWithChanges(person: string): Promise<string | undefined> {
  const board = await waitingBoard(person);
  return board && `/boards/${board}`;
}

/** Forgets what this person has on this device: changes that were not sent, and cards that were only begun. */
export async function forgetChanges(person: string): Promise<void> {
  forgetDrafts();
  await forgetCommands(person);
}
