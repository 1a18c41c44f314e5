/**
 * Commands that the server is not known to have answered yet, kept on this device until it has: they outlive
 * the page. Without IndexedDB (some private windows) nothing is kept, and everything else works.
 */
import { asked, deviceStore } from '../device-store.ts';
import type { Command } from './types.ts';

const within = deviceStore('mobilise.boards', 'commands');
/** No meeting lasts longer: what is older would surprise everybody. */
const KEPT_FOR = 2 * 24 * 3600 * 1000;

export interface Kept {
  /** The command's own id. */
  key: string;
  board: string;
  /** As whom on that board. */
  participant: string;
  /** Whose account; null for a guest. */
  person: string | null;
  command: Command;
  /** How many dots there were to be on its target, for a dot. */
  want?: number | undefined;
  /** The server's time when it was wanted; of one page these differ. */
  at: number;
}

const all = (): Promise<Kept[]> => within('readonly', (store) => asked<Kept[]>(store.getAll()));

const remove = (keys: readonly string[]): Promise<void> =>
  within('readwrite', async (store) => void (await Promise.all(keys.map((key) => asked(store.delete(key))))));

/** What one page keeps and removes, one after the other, so that a removal never overtakes its keeping. */
export class Queue {
  #turn: Promise<unknown> = Promise.resolve();

  keep(kept: Kept): void {
    this.#next(() => within('readwrite', async (store) => void (await asked(store.put(kept)))));
  }

  drop(key: string): void {
    this.#next(() => remove([key]));
  }

  /** Everything for this board: it can never be sent any more. */
  dropAll(board: string): void {
    this.#next(async () => remove((await all()).filter((one) => one.board === board).map(({ key }) => key)));
  }

  /**
   * What is waiting for this participant of this board, in order. What other guests left here goes: a device
   * that is handed on holds nothing of who had it before.
   */
  async find(board: string, participant: string): Promise<Kept[]> {
    const found = (await this.#next(all)) ?? [];
    const old = Date.now() - KEPT_FOR;
    for (const one of found) {
      if (one.at < old || (one.person === null && one.participant !== participant)) this.drop(one.key);
    }
    return found
      .filter((one) => one.board === board && one.participant === participant && one.at >= old)
      .sort((one, other) => one.at - other.at);
  }

  #next<T>(work: () => Promise<T>): Promise<T | undefined> {
    const turn = this.#turn.then(work).catch(() => undefined);
    this.#turn = turn;
    return turn;
  }
}

/** A board that still holds changes of this person on this device, if there is one. */
export async function waitingBoard(person: string): Promise<string | undefined> {
  const found = await all().catch(() => []);
  return found.find((one) => one.person === person && one.at > Date.now() - KEPT_FOR)?.board;
}

/** Removes everything of a person's from this device: for signing out. */
export async function forgetCommands(person: string): Promise<void> {
  try {
    await remove((await all()).filter((one) => one.person === person).map(({ key }) => key));
  } catch {
    // Where nothing can be kept there is nothing to forget.
  }
}
