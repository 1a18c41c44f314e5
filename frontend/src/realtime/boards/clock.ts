/**
 * The server's time. Each of its messages was sent a little before it arrived, so the one that says the latest
 * time is the truest; a device's clock that is set meanwhile does not matter.
 */
export class ServerClock {
  #ahead: number | undefined;

  constructor(private readonly ticks: () => number = () => performance.now()) {}

  /** A connection begins: a device that slept has lost count. */
  begin(now: number): void {
    this.#ahead = now - this.ticks();
  }

  heard(now: number): void {
    this.#ahead = Math.max(this.#ahead ?? -Infinity, now - this.ticks());
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#ahead === undefined ? Date.now() : this.#ahead + this.ticks();
  }
}
