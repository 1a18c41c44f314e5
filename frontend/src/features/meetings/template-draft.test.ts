import { expect, it } from 'vitest';
import type { Plan } from './service.ts';
import { draftOf, planOf, problemOf } from './template-draft.ts';

const plan: Plan = {
  columns: [{ key: 'works', title: 'What is working', prompt: 'Say where.' }],
  stages: [
    { key: 'write', kind: 'write', title: 'Write', minutes: 8, prompts: ['One', 'Two'], dots: 3, dots_per_card: null, silent: 'nobody', per_topic_minutes: null },
    { key: 'vote', kind: 'vote', title: 'Vote', minutes: null, prompts: [], dots: 5, dots_per_card: 2, silent: 'nobody', per_topic_minutes: null }
  ],
  anonymous: true
};

it('comes out of the editor as it went in', () => {
  expect(planOf(draftOf(plan))).toEqual(plan);
});

it('gives what is new a key that nothing else has', () => {
  const draft = draftOf(plan);
  draft.columns.push(
    { id: 'a', key: '', title: 'Works!', prompt: '' },
    { id: 'b', key: '', title: '7 things', prompt: '' },
    { id: 'c', key: '', title: '?', prompt: '' },
    { id: 'd', key: '', title: 'Works', prompt: '' }
  );
  expect(planOf(draft).columns.map((one) => one.key)).toEqual(['works', 'works-2', 'things', 'part', 'works-3']);
});

it('leaves out what does not belong to a stage of its kind', () => {
  const draft = draftOf(plan);
  const vote = draft.stages[1];
  if (vote) Object.assign(vote, { kind: 'talk', silent: 'presenter' });
  expect(planOf(draft).stages[1]).toMatchObject({ kind: 'talk', dots: 3, dots_per_card: null, silent: 'presenter' });
});

it('keeps lines as questions, without empty ones', () => {
  const draft = draftOf(plan);
  const first = draft.stages[0];
  if (first) first.questions = ' One \n\nTwo\n';
  expect(planOf(draft).stages[0]?.prompts).toEqual(['One', 'Two']);
});

it('says what is missing', () => {
  const draft = draftOf(plan);
  expect(problemOf('Ours', draft)).toBeUndefined();
  expect(problemOf(' ', draft)).toContain('name');
  expect(problemOf('Ours', { ...draft, columns: [] })).toContain('column');
});
