import { expect, it } from 'vitest';
import { closedWords } from './closed.ts';

it('tells a guest that the meeting is over, and only who was removed that they were', () => {
  expect(closedWords('removed', 'guest', 'This meeting has ended.')).toMatchObject({
    title: 'This meeting has ended',
    advice: 'What you wrote stays with the meeting.'
  });
  expect(closedWords('removed', 'guest', 'The facilitator has removed you from this meeting.')).toMatchObject({
    title: 'You are no longer in this meeting',
    advice: 'The facilitator has removed you from this meeting. What you wrote stays with the meeting.'
  });
});
