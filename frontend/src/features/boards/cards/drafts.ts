const MARK = 'mobilise:card:';

/** Words that somebody has begun and not sent, kept on this device until they are: by board, person and place. */
export class Drafts {
  #prefix: string;

  constructor(
    board: string,
    person: string,
    private store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined = kept()
  ) {
    this.#prefix = `${MARK}${board}:${person}:`;
  }

  read(place: string): string {
    try {
      return this.store?.getItem(this.#prefix + place) ?? '';
    } catch {
      return '';
    }
  }

  write(place: string, words: string): void {
    try {
      if (words.trim() === '') this.store?.removeItem(this.#prefix + place);
      else this.store?.setItem(this.#prefix + place, words);
    } catch {
      // A full or forbidden store: the words stay on the page.
    }
  }
}

/** At signing out: on a shared device nothing that was begun stays for the next person. */
export function forgetDrafts(store: Storage | undefined = kept()): void {
  try {
    for (const key of Object.keys(store ?? {})) if (key.startsWith(MARK)) store?.removeItem(key);
  } catch {
    // Where nothing can be kept there is nothing to forget.
  }
}

function kept(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
