export interface TimerFacts {
  ends_at?: string | null;
  left_ms?: number | null;
}

/** How much a timer has left at a moment of the server's clock, in milliseconds; it never goes below zero. */
export function leftOf(timer: TimerFacts | null, now: number): number | undefined {
  if (!timer) return undefined;
  if (timer.ends_at) return Math.max(0, Date.parse(timer.ends_at) - now);
  return typeof timer.left_ms === 'number' ? Math.max(0, timer.left_ms) : undefined;
}

/** Whole seconds as they are shown: the last one counts until it is over. */
export const secondsOf = (left: number): number => Math.ceil(left / 1000);

/** When the shown number changes next, in milliseconds: so that every screen changes at the same moment. */
export const untilChange = (left: number): number => left - (secondsOf(left) - 1) * 1000;

/** "4:32", "1:04:32". */
export function clockFace(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

/** "4 minutes 32 seconds", for those who listen. */
export function spokenTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const part = (number: number, one: string) => (number === 0 ? '' : `${number} ${one}${number === 1 ? '' : 's'}`);
  return [part(minutes, 'minute'), part(rest, 'second')].filter(Boolean).join(' ') || 'no time';
}

/** What is worth saying when the shown seconds go from one number to another. */
export function timeToSay(before: number | undefined, now: number): 'minute' | 'up' | undefined {
  if (before === undefined || before <= now) return undefined;
  if (now === 0) return 'up';
  return before > 60 && now <= 60 ? 'minute' : undefined;
}
