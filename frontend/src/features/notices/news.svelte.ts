import { plainError } from '#ui/loading.svelte.ts';
import { toasts } from '#ui/toast.svelte.ts';
import { fetchNotices, markAllRead, markRead, markUnread, type Notice } from './service.ts';

const say = (error: unknown) => {
  const words = plainError(error);
  toasts.show(`${words.title}. ${words.advice}`);
};

/** The news on Home: dismissed at once on the screen, put back by undo, or where the server did not hear of it. */
export class News {
  list = $state.raw<readonly Notice[]>([]);
  unread = $state(0);
  /** Cursor of older ones, after they have been looked at once. */
  older = $state<string | null>();
  busy = $state(false);

  constructor(list: readonly Notice[], unread: number) {
    this.list = list;
    this.unread = unread;
  }

  dismiss = async (notice: Notice): Promise<void> => {
    const before = this.list;
    this.list = before.filter((one) => one.id !== notice.id);
    this.unread--;
    try {
      await markRead(notice.id);
      toasts.show('Put away.', () => this.#restore([notice.id], before));
    } catch (error) {
      this.#back(before, 1);
      say(error);
    }
  };

  dismissAll = async (): Promise<void> => {
    const before = this.list;
    const count = this.unread;
    this.list = [];
    this.unread = 0;
    try {
      const ids = await markAllRead();
      toasts.show('All put away.', () => this.#restore(ids, before));
    } catch (error) {
      this.#back(before, count);
      say(error);
    }
  };

  /** Older news, also what has been put away. */
  more = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    try {
      const page = await fetchNotices(this.older ?? undefined);
      const seen = this.older === undefined ? [] : this.list;
      this.list = [...seen, ...page.items.filter((one) => !seen.some((other) => other.id === one.id))];
      this.older = page.next ?? null;
      this.unread = page.unread;
    } catch (error) {
      say(error);
    }
    this.busy = false;
  };

  async #restore(ids: readonly number[], list: readonly Notice[]): Promise<void> {
    try {
      await Promise.all(ids.map(markUnread));
      this.#back(list, ids.length);
    } catch (error) {
      say(error);
    }
  }

  #back(list: readonly Notice[], count: number): void {
    this.list = list;
    this.unread += count;
  }
}
