import { names } from './counts.ts';

type Say = (words: string) => void;

/**
 * Says what happens without chattering: those who come within a few seconds are named together, and
 * sentences of the same moment become one announcement instead of talking over each other.
 */
export class Speaker {
  #joined: string[] = [];
  #joining: ReturnType<typeof setTimeout> | undefined;
  #lines: string[] = [];
  #saying: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly announce: Say,
    private readonly waits = { joins: 4000, lines: 250 }
  ) {}

  say(line: string): void {
    if (!line || this.#lines.includes(line)) return;
    this.#lines.push(line);
    this.#saying ??= setTimeout(() => {
      this.#saying = undefined;
      const lines = this.#lines;
      this.#lines = [];
      this.announce(lines.join(' '));
    }, this.waits.lines);
  }

  joined(name: string): void {
    this.#joined.push(name);
    this.#joining ??= setTimeout(() => {
      this.#joining = undefined;
      const all = this.#joined;
      this.#joined = [];
      this.say(`${names(all)} ${all.length === 1 ? 'has' : 'have'} come.`);
    }, this.waits.joins);
  }

  stop(): void {
    clearTimeout(this.#joining);
    clearTimeout(this.#saying);
    this.#joining = this.#saying = undefined;
    this.#joined = [];
    this.#lines = [];
  }
}
