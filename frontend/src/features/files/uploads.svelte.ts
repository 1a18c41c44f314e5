import { SvelteMap } from 'svelte/reactivity';
import { ApiProblem } from '#api/client.ts';
import { newId } from '#realtime/boards/ids.ts';
import { plainError, type PlainError } from '#ui/loading.svelte.ts';
import { sendParts, type UploadService } from './sending.ts';
import type { UploadView } from './service.ts';
import { nameOf, sameFile } from './words.ts';

export type Standing =
  | 'waiting' // for those before it
  | 'sending'
  | 'checking' // the last part is on its way, and the server looks at the file before it answers
  | 'offline' // it goes on by itself
  | 'lost' // from before the page was loaded: the file has to be chosen again
  | 'failed';

export interface Going {
  key: string;
  /** Of the upload, and of the file that comes of it. */
  id: string;
  name: string;
  size: number;
  received: number;
  standing: Standing;
  problem?: PlainError;
  /** Of one that failed: whether sending the same file once more could help. */
  again?: boolean;
  replaces?: string;
}

export interface Beginning {
  beginUpload: (
    story: string,
    body: { id: string; name: string; size: number; description: string; replaces?: string; entry?: string }
  ) => Promise<UploadView>;
  endUpload: (id: string) => Promise<void>;
}

interface Held {
  file: File | undefined;
  upload: UploadView | undefined;
  ending: AbortController;
}

/** A file that was refused for what it is will be refused again. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || error.status < 400 || error.status >= 500 || [401, 409, 429].includes(error.status);

const wait = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(1_000 * 2 ** Math.min(tries, 4), 15_000));
    addEventListener('online', done);
  });

/**
 * Files on their way up from this page, one after another: on a school's network several at once only make
 * each of them slower. They go on by themselves when the connection is back.
 */
export class Uploads {
  readonly #going = new SvelteMap<string, Going>();
  /** By key; nothing on the screen reads it. */
  readonly #held: Record<string, Held> = {};
  #last = 0;
  #running = false;

  constructor(
    private readonly story: string,
    private readonly entry: string | undefined,
    private readonly service: UploadService & Beginning,
    /** One has become a file. */
    private readonly oncome: (view: UploadView) => void,
    private readonly pause: (tries: number) => Promise<void> = wait
  ) {}

  get list(): Going[] {
    return [...this.#going.values()];
  }

  /** Whether leaving the page would end something that goes on by itself. */
  get busy(): boolean {
    return this.list.some(({ standing }) => standing !== 'lost' && standing !== 'failed');
  }

  /** Those that the server has a part of and this page does not hold: they wait for their file. */
  known(uploads: readonly UploadView[]): void {
    const mine = this.list.map(({ id }) => id);
    for (const upload of uploads) {
      if (mine.includes(upload.id) || upload.file || upload.refused || (upload.entry ?? undefined) !== this.entry) continue;
      this.#put({ key: `u${upload.id}`, id: upload.id, name: upload.name, size: upload.size, received: upload.received, standing: 'lost' }, {
        file: undefined,
        upload
      });
    }
  }

  /** Takes files up, as these `ids` if somebody knows them by those. One that was on its way already goes on from where it was. */
  add(files: readonly File[], replaces?: string, ids?: readonly string[]): void {
    for (const [number, file] of files.entries()) {
      const name = nameOf(file);
      const lost = this.list.find((one) => one.standing === 'lost' && sameFile(one, { name, size: file.size }));
      if (lost && !replaces && !ids) {
        this.resume(lost.key, file);
        continue;
      }
      this.#put({ key: `n${++this.#last}`, id: ids?.[number] ?? newId(), name, size: file.size, received: 0, standing: 'waiting', replaces }, {
        file,
        upload: undefined
      });
    }
    this.#run();
  }

  /** Goes on with the file that was chosen again; not with another one, which would be mixed into it. */
  resume(key: string, file: File): boolean {
    const going = this.#going.get(key);
    const held = this.#held[key];
    if (!going || !held || !sameFile(going, { name: nameOf(file), size: file.size })) return false;
    held.file = file;
    this.#change(key, { standing: 'waiting', problem: undefined });
    this.#run();
    return true;
  }

  retry(key: string): void {
    const held = this.#held[key];
    if (!held?.file) return;
    // What was refused or has ended begins anew.
    held.upload = undefined;
    this.#change(key, { standing: 'waiting', problem: undefined, received: 0 });
    this.#run();
  }

  /** Gives one up, here and on the server. */
  async cancel(key: string): Promise<void> {
    const held = this.#held[key];
    this.#forget(key);
    held?.ending.abort();
    if (held?.upload) await this.service.endUpload(held.upload.id).catch(() => undefined);
  }

  /** The page is left. What has arrived stays on the server, to be gone on with. */
  close(): void {
    for (const { ending } of Object.values(this.#held)) ending.abort();
  }

  #put(going: Going, held: Omit<Held, 'ending'>): void {
    this.#held[going.key] = { ...held, ending: new AbortController() };
    this.#going.set(going.key, going);
  }

  #change(key: string, change: Partial<Going>): void {
    const going = this.#going.get(key);
    if (going) this.#going.set(key, { ...going, ...change });
  }

  #forget(key: string): void {
    this.#going.delete(key);
    delete this.#held[key];
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#all().finally(() => (this.#running = false));
  }

  async #all(): Promise<void> {
    for (;;) {
      const next = this.list.find(({ standing }) => standing === 'waiting');
      const held = next && this.#held[next.key];
      if (!next || !held?.file) return;
      await this.#one(next, held, held.file);
    }
  }

  async #one({ key, id, name, size, replaces }: Going, held: Held, file: File): Promise<void> {
    const { signal } = held.ending;
    this.#change(key, { standing: 'sending' });
    const onprogress = (view: UploadView) => {
      held.upload = view;
      this.#change(key, { received: view.received, standing: 'sending' });
    };
    try {
      const begun = held.upload
        ? await this.#asked(key, signal, () => this.service.fetchUpload((held.upload as UploadView).id))
        : await this.#asked(key, signal, () =>
            this.service.beginUpload(this.story, { id, name, size, description: '', replaces, entry: this.entry })
          );
      if (!(key in this.#held)) {
        // Cancelled while it was being announced.
        await this.service.endUpload(begun.id).catch(() => undefined);
        return;
      }
      onprogress(begun);
      const view = await sendParts(file, begun, this.service, {
        signal,
        onprogress,
        onlast: () => this.#change(key, { standing: 'checking' }),
        onwaiting: () => this.#change(key, { standing: 'offline' }),
        pause: this.pause
      });
      if (view.refused) {
        this.#change(key, { standing: 'failed', problem: { title: 'This file was not taken', advice: view.refused } });
        return;
      }
      this.#forget(key);
      this.oncome(view);
    } catch (error) {
      if (signal.aborted) return;
      this.#change(key, { standing: 'failed', problem: plainError(error), again: mayPass(error) });
    }
  }

  /** Beginning waits for the connection like everything else. */
  async #asked(key: string, signal: AbortSignal, ask: () => Promise<UploadView>): Promise<UploadView> {
    for (let tries = 0; ; tries++) {
      signal.throwIfAborted();
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== 0) throw error;
        this.#change(key, { standing: 'offline' });
        await this.pause(tries);
      }
    }
  }
}
