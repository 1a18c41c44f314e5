import { forgetCommands, waitingBoard } from '#realtime/boards/queue.ts';

/** Address of a board for which this device holds changes that were not sent, if there is one. */
export async function boardWithChanges(person: string): Promise<string | undefined> {
  const board = await waitingBoard(person);
  return board && `/boards/${board}`;
}

export { forgetCommands as forgetChanges };
