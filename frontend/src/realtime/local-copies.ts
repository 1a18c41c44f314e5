/**
 * What somebody wrote and the server does not have yet, kept on this device until it has.
 *
 * Nothing stays here once it is saved, so that a shared device holds no drafts; the copies of a person go when
 * they sign out. Without IndexedDB (some private windows) keeping fails, and whoever asked is told.
 */
import { asked, deviceStore } from './device-store.ts';

const within = deviceStore('mobilise.unsaved', 'copies');

export interface LocalCopy {
  /** Of one document in one page: two pages never overwrite each other's. */
  key: string;
  person: string;
  /** The story that the document is of: where it can be opened. */
  story: string;
  document: string;
  generation: number;
  schema: number;
  /** The whole document as one Yjs update, so that it can be read by itself. */
  update: Uint8Array;
  /** When it was kept (milliseconds since 1970). */
  at: number;
}

/** Keeps a copy, in place of an older one of the same key. Resolves when it is on the device. */
export const keepCopy = (copy: LocalCopy): Promise<void> =>
  within('readwrite', async (store) => void (await asked(store.put(copy))));

/** All copies of a person, oldest first. */
export async function copiesOf(person: string): Promise<LocalCopy[]> {
  const all = await within('readonly', (store) => asked<LocalCopy[]>(store.getAll()));
  return all.filter((copy) => copy.person === person).sort((one, other) => one.at - other.at);
}

/** Removes a copy, unless it has been replaced since it was read. */
export const dropCopy = (copy: Pick<LocalCopy, 'key' | 'at'>): Promise<void> =>
  within('readwrite', async (store) => {
    const now = await asked<LocalCopy | undefined>(store.get(copy.key));
    if (now && now.at <= copy.at) await asked(store.delete(copy.key));
  });

/** Removes everything of a person's from this device: for signing out. */
export async function forgetCopies(person: string): Promise<void> {
  try {
    await within('readwrite', async (store) => {
      const all = await asked<LocalCopy[]>(store.getAll());
      await Promise.all(all.filter((copy) => copy.person === person).map((copy) => asked(store.delete(copy.key))));
    });
  } catch {
    // Where nothing can be kept there is nothing to forget.
  }
}
