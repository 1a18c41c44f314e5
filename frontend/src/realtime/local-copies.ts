/**
 * What somebody wrote and the server does not have yet, kept on this device until it has.
 *
 * Nothing stays here once it is saved, so that a shared device holds no drafts; the copies of a person go when
 * they sign out. Without IndexedDB (some private windows) keeping fails, and whoever asked is told.
 */
const DATABASE = 'mobilise.unsaved';
const STORE = 'copies';

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

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'));
  });
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
  const database = await asked(request);
  database.onversionchange = () => database.close();
  return database;
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
  const database = await opened();
  try {
    const transaction = database.transaction(STORE, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up'));
    });
    const [result] = await Promise.all([work(transaction.objectStore(STORE)), done]);
    return result;
  } finally {
    database.close();
  }
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
