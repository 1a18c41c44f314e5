import { leftOf, secondsOf, type TimerFacts, untilChange } from './countdown.ts';

/**
 * A timer as it is shown. It asks the server's clock anew for every number, so that it cannot drift, and
 * changes at the same moment on every screen. Make it in a component.
 */
export class Countdown {
  /** Whole seconds left; undefined while no timer is set. */
  seconds = $state<number | undefined>();

  constructor(timer: () => TimerFacts | null, now: () => number) {
    $effect(() => {
      const facts = timer();
      let waiting: ReturnType<typeof setTimeout> | undefined;
      const show = () => {
        clearTimeout(waiting);
        const left = leftOf(facts, now());
        this.seconds = left === undefined ? undefined : secondsOf(left);
        // A sleeping tab or a corrected clock is caught up with within a second or as the tab comes back.
        if (facts?.ends_at && left) waiting = setTimeout(show, Math.min(1000, untilChange(left)) + 2);
      };
      show();
      document.addEventListener('visibilitychange', show);
      return () => {
        clearTimeout(waiting);
        document.removeEventListener('visibilitychange', show);
      };
    });
  }
}
