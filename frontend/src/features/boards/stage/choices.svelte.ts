/** Something a person turns on or off, kept on this device. */
class Choice {
  #on = $state(false);

  constructor(
    private readonly key: string,
    private readonly first: boolean
  ) {
    this.#on = this.#kept();
  }

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    this.#on = on;
    try {
      localStorage.setItem(this.key, on ? 'on' : 'off');
    } catch {
      // A browser that keeps nothing still does as it is told until the page is closed.
    }
  }

  #kept(): boolean {
    try {
      const kept = localStorage.getItem(this.key);
      return kept === null ? this.first : kept === 'on';
    } catch {
      return this.first;
    }
  }
}

/** A tone at the end of a timer. A room full of phones stays quiet unless somebody wants it. */
export const sound = new Choice('mobilise.board.sound', false);

/** What happens on the board, said to those who listen to the page. */
export const spoken = new Choice('mobilise.board.spoken', true);
