import { expect, it } from 'vitest';
import { returnTo, signInAddress } from './return-to.ts';

it.each([
  ['/clusters/fenside', '/clusters/fenside'],
  ['/stories/1?from=home#what-we-did', '/stories/1?from=home#what-we-did'],
  [null, '/'],
  ['', '/'],
  ['https://elsewhere.example/', '/'],
  ['//elsewhere.example/', '/'],
  ['/\\elsewhere.example/', '/'],
  ['/\t/elsewhere.example/', '/'],
  ['/..//elsewhere.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/sign-in', '/']
])('after signing in with next=%j one lands on %s', (next, lands) => {
  expect(returnTo(next)).toBe(lands);
});

it('leads back to where somebody was', () => {
  const address = signInAddress({ pathname: '/schools/1', search: '?a=b&c=d' });
  expect(returnTo(new URL(address, 'http://here').searchParams.get('next'))).toBe('/schools/1?a=b&c=d');
  expect(signInAddress({ pathname: '/', search: '' })).toBe('/sign-in');
});
