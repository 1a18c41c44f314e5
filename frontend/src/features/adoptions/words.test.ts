import { expect, it } from 'vitest';
import { asSent, figureLines, invitation, schoolWords, shareWords, total } from './words.ts';

const school = { urn: 1, name: 'Ashlow Primary', phase: 'Primary', pupils: 1204, fsm_percent: null };

it('counts what was done, and leaves out what nobody did', () => {
  const figure = { adopted: 1, adapted: 0, stopped: 2, words: '' };
  expect(total(figure)).toBe(3);
  expect(figureLines(figure).map(({ number, words }) => `${number} ${words}`)).toEqual([
    '1 school took it on as it is',
    '2 schools tried it and stopped'
  ]);
});

it('puts a share into words', () => {
  expect(shareWords({ by: 'phase', label: 'Primary', adopted: 0, adapted: 2, stopped: 1 })).toBe('2 adapted, 1 stopped');
});

it('says of a school what is known of it', () => {
  const cluster = { slug: 'fenside', name: 'Fenside' };
  expect(schoolWords({ school, phase: 'Primary', size: 'Large', cluster })).toEqual([
    'Primary',
    'large for its phase',
    '1,204 pupils',
    'Fenside'
  ]);
  expect(schoolWords({ school: { ...school, pupils: null }, phase: 'Primary', size: '', cluster: null })).toEqual(['Primary']);
});

it('sends what was said as it was, for taking back what was taken back', () => {
  const journey = { id: 'j', title: 'Our year' };
  expect(asSent({ stance: 'stopped', context: 'Year 4', result: 'No time', journey })).toEqual({
    stance: 'stopped',
    context: 'Year 4',
    result: 'No time',
    journey: 'j'
  });
});

it('asks by name where there is one school to speak for', () => {
  const own = { school, said: false, journeys: [] };
  expect(invitation([own])).toBe('Has Ashlow Primary tried this?');
  expect(invitation([own, own])).toBe('Has your school tried this?');
});
