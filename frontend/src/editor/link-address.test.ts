import { expect, it } from 'vitest';
import { linkAddress } from './link-address.ts';

it.each([
  ['https://www.example.org/a', 'https://www.example.org/a'],
  ['www.example.org', 'https://www.example.org'],
  [' example.org/page?x=1 ', 'https://example.org/page?x=1'],
  ['example.org:8080/page', 'https://example.org:8080/page'],
  ['office@school.example', 'mailto:office@school.example'],
  ['mailto:office@school.example', 'mailto:office@school.example'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['ftp://example.org', null],
  ['the report', null],
  ['', null]
])('makes of “%s” %s', (typed, address) => expect(linkAddress(typed)).toBe(address));
