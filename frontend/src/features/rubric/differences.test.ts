import { expect, it } from 'vitest';
import { differences, drafts, isChanged } from './differences.ts';

const one = { key: 'honest', title: 'Honest', description: 'About what did not work.' };
const two = { key: 'travels', title: 'Could travel', description: 'It says what it depended on.' };
const three = { key: 'brief', title: 'Brief', description: 'One page.' };

it('says what was added, removed, reworded and moved', () => {
  expect(differences([one, two], [one, two])).toEqual([]);
  expect(differences([one], [one, three])).toEqual([{ what: 'added', title: 'Brief' }]);
  expect(differences([one, two], [two])).toEqual([{ what: 'removed', title: 'Honest' }]);
  expect(differences([one, two], [two, one])).toEqual([{ what: 'moved' }]);
  const plain = { ...one, description: 'Plainly.' };
  expect(differences([one], [plain])).toEqual([{ what: 'reworded', title: 'Honest', before: one, after: plain }]);
});

it('does not call it moved when something was only added before it', () => {
  expect(differences([one, two], [three, one, two])).toEqual([{ what: 'added', title: 'Brief' }]);
});

it('knows when there is something to save', () => {
  const draft = drafts([one, two]);
  expect(isChanged(draft, [one, two])).toBe(false);
  expect(isChanged([...draft].reverse(), [one, two])).toBe(true);
  expect(isChanged(draft.slice(1), [one, two])).toBe(true);
  const [first, ...rest] = draft;
  if (!first) throw new Error('no draft');
  expect(isChanged([{ ...first, title: 'Honest ' }, ...rest], [one, two])).toBe(false);
  expect(isChanged([{ ...first, title: 'Frank' }, ...rest], [one, two])).toBe(true);
});
