/** Words that somebody has begun and not sent, kept on this device until they are: by board, person and place. */
export class Drafts {
  #prefix: string;

  constructor(
    board: string,
    person: string,
    private store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined = kept()
  ) {
    this.#prefix = `mobilise:card:${board}:${person}:`;
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

function kept(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
