import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unitWords } from './units.ts';

const examples = JSON.parse(readFileSync('../tests/data/units.json', 'utf8')) as [number, string, string][];

it.each(examples)('says %d with "%s" as "%s"', (value, unit, said) => {
  expect(unitWords(value, unit)).toBe(said);
});
