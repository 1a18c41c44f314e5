/** What a screen needs of an error to speak of it: both are plain sentences. */
export interface PlainError {
  title: string;
  advice: string;
}

const isPlain = (error: unknown): error is PlainError =>
  typeof error === 'object' && error !== null && 'title' in error && 'advice' in error;

/** Words for whatever went wrong, also when nobody foresaw it. */
export function plainError(error: unknown): PlainError {
  if (isPlain(error)) return error;
  return {
    title: 'Something went wrong on this page',
    advice: 'Nothing that you wrote is lost. Please try again; if it happens again, tell whoever runs Mobilise for you.'
  };
}

/**
 * Something that is being fetched. Make one in a component: `const story = new Loading(() => fetchStory(id))`.
 * The function is run again whenever what it read (before its first await) changes; what was shown for the
 * old question goes away then, but stays while the same question is asked again by `reload`.
 */
export class Loading<T> {
  value = $state.raw<T | undefined>();
  error = $state.raw<unknown>();
  busy = $state(true);

  #fetch: () => Promise<T>;
  #turn = 0;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
    $effect(() => {
      const promise = fetch();
      this.value = undefined;
      void this.#follow(promise);
      return () => void this.#turn++;
    });
  }

  /** Asks again, keeping what is there on the screen until the answer comes. */
  reload = (): Promise<void> => this.#follow(this.#fetch());

  /** For an answer that came another way, such as the reply to a change. */
  set = (value: T): void => {
    this.#turn++;
    this.value = value;
    this.error = undefined;
    this.busy = false;
  };

  async #follow(promise: Promise<T>): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    this.error = undefined;
    try {
      const value = await promise;
      if (turn !== this.#turn) return;
      this.value = value;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error;
    }
    this.busy = false;
  }
}
