import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { newId } from '#realtime/boards/ids.ts';
import { announce } from '#ui/announcer.svelte.ts';
import { plainError } from '#ui/loading.svelte.ts';
import { toasts } from '#ui/toast.svelte.ts';
import type { Attachments, FileView, UploadView } from './service.ts';
import { type Beginning, type Going, Uploads } from './uploads.svelte.ts';
import type { UploadService } from './sending.ts';
import { goingWords, isPicture, namesWords } from './words.ts';

export interface PictureService extends UploadService, Beginning {
  fetchAttachments: (story: string) => Promise<Attachments>;
  changeFile: (story: string, file: string, body: { description: string }) => Promise<FileView>;
  removeFile: (story: string, file: string) => Promise<void>;
  restoreFile: (story: string, file: string) => Promise<FileView>;
}

/** What the text of a section shows of a picture: the editor's `PictureState`. */
type Shown =
  | {
      is: 'here';
      url: string;
      preview: string | null;
      width: number | null;
      height: number | null;
      name: string;
      description: string;
    }
  | { is: 'going'; name: string; part: number; words: string; description: string }
  | { is: 'stopped'; name: string; words: string; retry: boolean }
  | { is: 'looked-for' }
  | { is: 'missing' };

/**
 * All files of a story as the page has them on which it is written: those that are there, and those on their way,
 * for its text as for the lists below it. A picture has its id before it is sent, so that the text can say where it
 * stands: everybody sees it there as soon as it has come.
 */
export class Pictures {
  /** As the server said last. */
  view = $state.raw<Attachments>();
  /** The file whose row is looked for. */
  wanted = $state.raw<string>();
  /** The section in whose text each picture stands. */
  inText = $state.raw<ReadonlyMap<string, string>>(new SvelteMap());
  /** The section that each one stood in that was taken out of the text here. */
  readonly #takenOut = new SvelteMap<string, string>();

  /** On their way: by entry of a journey, and '' for those of the story itself. */
  readonly #uploads = new SvelteMap<string, Uploads>();
  /** The description of what is not there yet. */
  readonly #words = new SvelteMap<string, string>();
  /** They have come, and the server's next answer has them. */
  readonly #come = new SvelteSet<string>();

  constructor(
    private readonly story: string,
    private readonly service: PictureService,
    /** The entry that a section belongs to. */
    private readonly entryOf: (section: string) => string | undefined = () => undefined,
    private readonly pause?: (tries: number) => Promise<void>
  ) {}

  /** Whether leaving the page would end something that goes on by itself. */
  get busy(): boolean {
    return this.#come.size > 0 || [...this.#uploads.values()].some(({ busy }) => busy);
  }

  /** Those on their way to an entry, or to the story itself. */
  uploads(entry?: string): Uploads {
    const place = entry ?? '';
    let found = this.#uploads.get(place);
    if (!found) {
      found = new Uploads(this.story, entry, this.service, (view) => void this.#came(view), this.pause);
      this.#uploads.set(place, found);
    }
    return found;
  }

  fetch = async (): Promise<Attachments> => {
    const view = await this.service.fetchAttachments(this.story);
    for (const { entry } of view.uploads) this.uploads(entry ?? undefined).known(view.uploads);
    this.view = view;
    return view;
  };

  /** Files that were pasted or dropped into a section and are no pictures to be shown there. */
  add(files: readonly File[], section: string): void {
    const entry = this.entryOf(section);
    this.uploads(entry).add(files);
    const names = namesWords(files.map((file) => file.name));
    toasts.show(`${names} ${files.length > 1 ? 'go' : 'goes'} to the files of this ${entry ? 'entry' : 'page'}, below the text.`);
  }

  take = (pictures: readonly File[], ids: readonly string[], section: string): void => {
    this.uploads(this.entryOf(section)).add(pictures, undefined, ids);
  };

  knows = (id: string): boolean => this.of(id).is !== 'missing';

  of = (id: string): Shown => {
    const file = this.#file(id);
    if (file) return isPicture(file) && file.inline ? { is: 'here', ...file } : { is: 'missing' };
    const found = this.#going(id);
    if (found) return this.#onItsWay(id, found.going);
    return this.view && !this.#come.has(id) ? { is: 'missing' } : { is: 'looked-for' };
  };

  describe = async (id: string, words: string): Promise<void> => {
    if (!this.#file(id)) {
      this.#words.set(id, words);
      return;
    }
    const changed = await this.service.changeFile(this.story, id, { description: words });
    if (this.view) this.view = { ...this.view, files: this.view.files.map((file) => (file.id === id ? changed : file)) };
  };

  retry = (id: string): void => {
    const found = this.#going(id);
    found?.uploads.retry(found.going.key);
  };

  choose = (id: string, picture: File, section: string): string => {
    const found = this.#going(id);
    if (found?.going.standing === 'lost' && found.uploads.resume(found.going.key, picture)) return id;
    this.cancel(id);
    const other = newId();
    this.take([picture], [other], section);
    return other;
  };

  cancel = (id: string): void => {
    const found = this.#going(id);
    if (found) void found.uploads.cancel(found.going.key);
  };

  stand = (sections: ReadonlyMap<string, string>, mine: boolean): void => {
    for (const [id, section] of this.inText) {
      if (!mine || sections.has(id) || this.of(id).is !== 'here') continue;
      this.#takenOut.set(id, section);
      announce('The picture is out of the text, and still among the files. Below this part it can be removed there too.');
    }
    for (const id of sections.keys()) this.#takenOut.delete(id);
    // Told at every key: what has not changed is not drawn again.
    const same = sections.size === this.inText.size && [...sections].every(([id, section]) => this.inText.get(id) === section);
    if (!same) this.inText = sections;
  };

  outOf = (section: string): FileView[] =>
    [...this.#takenOut].flatMap(([id, from]) => (from === section && !this.inText.has(id) ? (this.#file(id) ?? []) : []));

  leave = (id: string): void => {
    this.#takenOut.delete(id);
  };

  remove = async (id: string): Promise<void> => {
    const name = this.#file(id)?.name ?? '';
    try {
      await this.service.removeFile(this.story, id);
      this.leave(id);
      await this.fetch();
      toasts.show(`“${name}” is removed.`, () => this.#putBack(id));
    } catch (error) {
      const said = plainError(error);
      toasts.show(`${said.title}. ${said.advice}`);
    }
  };

  seek = (id: string): void => {
    this.wanted = id;
  };

  async #putBack(id: string): Promise<void> {
    try {
      await this.service.restoreFile(this.story, id);
      await this.fetch();
    } catch (error) {
      const said = plainError(error);
      toasts.show(`${said.title}. ${said.advice}`);
    }
  }

  /** The page is left. */
  close(): void {
    for (const uploads of this.#uploads.values()) uploads.close();
  }

  #file(id: string): FileView | undefined {
    return this.view?.files.find((file) => file.id === id);
  }

  #going(id: string): { going: Going; uploads: Uploads } | undefined {
    for (const uploads of this.#uploads.values()) {
      const going = uploads.list.find((one) => one.id === id);
      if (going) return { going, uploads };
    }
    return undefined;
  }

  #onItsWay(id: string, going: Going): Shown {
    const { name, standing, received, size } = going;
    if (standing === 'failed') return { is: 'stopped', name, words: going.problem?.advice ?? '', retry: going.again !== false };
    if (standing === 'lost') {
      const words = 'The page was closed before it had all arrived. Choose it again, and it goes on from there.';
      return { is: 'stopped', name, words, retry: false };
    }
    return { is: 'going', name, part: size ? received / size : 0, words: goingWords(going), description: this.#words.get(id) ?? '' };
  }

  async #came(view: UploadView): Promise<void> {
    const file = view.file;
    announce(`“${view.name}” is here.`);
    this.#come.add(view.id);
    const words = file && this.#words.get(file.id);
    try {
      if (file && words) await this.service.changeFile(this.story, file.id, { description: words });
    } catch (error) {
      const said = plainError(error);
      toasts.show(`What “${view.name}” shows is not saved. ${said.advice}`);
    }
    try {
      await this.fetch();
    } catch {
      // It is there: the next answer says so.
      if (file && this.view) this.view = { ...this.view, files: [...this.view.files, file] };
    }
    if (file) this.#words.delete(file.id);
    this.#come.delete(view.id);
  }
}
