import { toasts } from '#ui/toast.svelte.ts';
import { plainError } from '#ui/loading.svelte.ts';
import { queryOf, readQuery, type Search } from './search.ts';
import { fetchSaved, forgetSearch, type SavedSearch, saveSearch } from './service.ts';

/** The searches that somebody keeps. */
export class Saved {
  list = $state.raw<readonly SavedSearch[] | undefined>();
  error = $state.raw<unknown>();

  load = async (): Promise<void> => {
    try {
      this.list = await fetchSaved();
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
  };

  /** The one that asks the same, if it is kept already. */
  find(search: Search): SavedSearch | undefined {
    const query = queryOf(search);
    return this.list?.find((one) => queryOf(readQuery(one.query)) === query);
  }

  async keep(name: string, search: Search): Promise<void> {
    await saveSearch(name, search);
    await this.load();
  }

  /** It goes at once, and comes back from the toast. */
  forget = async (one: SavedSearch): Promise<void> => {
    try {
      await forgetSearch(one.id);
      this.list = this.list?.filter((other) => other.id !== one.id);
      toasts.show(`“${one.name}” is no longer saved.`, () =>
        this.#said(() => this.keep(one.name, readQuery(one.query)))
      );
    } catch (error) {
      this.#say(error);
    }
  };

  async #said(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#say(error);
    }
  }

  #say(error: unknown): void {
    const words = plainError(error);
    toasts.show(`${words.title}. ${words.advice}`);
  }
}
