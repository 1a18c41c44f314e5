import { expect, it } from 'vitest';
import { begin, problems } from './form.ts';
import type { Template } from './service.ts';

const template = (id: string, anonymous: boolean) => ({ id, plan: { anonymous } }) as unknown as Template;

it('begins with the template that was asked for, and its anonymity', () => {
  const templates = [template('one', false), template('two', true)];
  expect(begin(templates, 'me', undefined, 'two')).toMatchObject({ template: 'two', anonymous: true, facilitator: 'me' });
  expect(begin(templates, 'me', undefined, 'gone')).toMatchObject({ template: 'one', anonymous: false });
});

it('says what is missing, and that a day is over', () => {
  const filled = begin([], 'me');
  expect(Object.keys(problems(filled))).toEqual(['title', 'day']);
  const now = new Date('2026-11-22T18:00:00Z');
  expect(problems({ ...filled, title: 'Ours', day: '2026-11-20' }, now)).toHaveProperty('day');
  expect(problems({ ...filled, title: 'Ours', day: '2026-11-22' }, now)).toEqual({});
});
