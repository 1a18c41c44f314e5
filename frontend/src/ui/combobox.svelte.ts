export interface Suggestion {
  id: string;
  label: string;
  /** A second, quieter line. */
  detail?: string;
}

export type Suggest<S extends Suggestion> = (text: string, signal: AbortSignal) => Promise<readonly S[]>;

/**
 * What a combobox knows: the text, the suggestions for it and which one is pointed at.
 * Only the answer to the newest question counts, however slowly earlier ones come back.
 */
export class ComboboxState<S extends Suggestion> {
  text = $state('');
  open = $state(false);
  asking = $state(false);
  failed = $state(false);
  suggestions = $state.raw<readonly S[]>([]);
  active = $state(-1);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;

  constructor(
    private readonly suggest: Suggest<S>,
    private readonly choose: (suggestion: S) => void,
    private readonly options: { wait: number; least: number }
  ) {}

  get activeSuggestion(): S | undefined {
    return this.suggestions[this.active];
  }

  type(text: string): void {
    this.text = text;
    this.forget();
    if (text.trim().length < this.options.least) {
      this.close();
      return;
    }
    this.open = true;
    this.asking = true;
    this.#timer = setTimeout(() => void this.ask(), this.options.wait);
  }

  async ask(): Promise<void> {
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const found = await this.suggest(this.text.trim(), asked.signal);
      if (asked.signal.aborted) return;
      this.suggestions = found;
      this.active = found.length > 0 ? 0 : -1;
      this.failed = false;
    } catch {
      if (asked.signal.aborted) return;
      this.suggestions = [];
      this.active = -1;
      this.failed = true;
    }
    this.asking = false;
  }

  /** Moves the pointer by so many places, round the ends. */
  move(by: number): void {
    const count = this.suggestions.length;
    if (count === 0) return;
    this.open = true;
    this.active = (this.active + by + count) % count;
  }

  take(suggestion: S | undefined = this.activeSuggestion): void {
    if (!suggestion) return;
    this.forget();
    this.text = '';
    this.close();
    this.choose(suggestion);
  }

  close(): void {
    this.open = false;
    this.asking = false;
    this.suggestions = [];
    this.active = -1;
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.asking = false;
  }
}
