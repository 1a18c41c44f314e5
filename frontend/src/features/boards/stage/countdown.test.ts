import { expect, it } from 'vitest';
import { clockFace, leftOf, secondsOf, spokenTime, timeToSay, untilChange } from './countdown.ts';

const ends_at = '2026-11-22T10:00:10Z';
const at = (text: string) => Date.parse(text);

it('counts down to the same moment of the server’s clock, wherever it is asked', () => {
  const timer = { ends_at, left_ms: null };
  expect(leftOf(timer, at('2026-11-22T10:00:00Z'))).toBe(10_000);
  expect(leftOf(timer, at('2026-11-22T10:00:30Z'))).toBe(0);
  expect(leftOf({ ends_at: null, left_ms: 4_500 }, at(ends_at))).toBe(4_500);
  expect(leftOf(null, 0)).toBeUndefined();
});

it('looks again exactly when the shown number changes, so that nothing adds up', () => {
  for (const left of [1, 999, 1000, 1001, 59_500, 60_000]) {
    const wait = untilChange(left);
    expect(secondsOf(left - wait)).toBe(secondsOf(left) - 1);
    expect(secondsOf(left - wait + 1)).toBe(secondsOf(left));
  }
});

it('shows and says the time', () => {
  expect(clockFace(272)).toBe('04:32');
  expect(clockFace(3_872)).toBe('1:04:32');
  expect(spokenTime(61)).toBe('1 minute 1 second');
  expect(spokenTime(120)).toBe('2 minutes');
});

it('speaks up at one minute and at the end, and never because a timer was set', () => {
  expect(timeToSay(61, 60)).toBe('minute');
  expect(timeToSay(1, 0)).toBe('up');
  expect(timeToSay(70, 50)).toBe('minute');
  expect(timeToSay(undefined, 30)).toBeUndefined();
  expect(timeToSay(undefined, 0)).toBeUndefined();
  expect(timeToSay(0, 60)).toBeUndefined();
  expect(timeToSay(50, 49)).toBeUndefined();
});
