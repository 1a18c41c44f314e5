type Work<T> = (store: IDBObjectStore) => Promise<T>;

export function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'));
  });
}

async function opened(name: string, store: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'key' });
  const database = await asked(request);
  database.onversionchange = () => database.close();
  return database;
}

/**
 * A store of things by their `key` on this device, alone in its database. What it returns does `work` in one
 * transaction and resolves when all of it is on the device; it fails where there is no IndexedDB.
 */
export const deviceStore =
  (name: string, store: string) =>
  async <T>(mode: IDBTransactionMode, work: Work<T>): Promise<T> => {
    const database = await opened(name, store);
    try {
      const transaction = database.transaction(store, mode);
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up'));
      });
      const [result] = await Promise.all([work(transaction.objectStore(store)), done]);
      return result;
    } finally {
      database.close();
    }
  };
