/** Where to go after signing in: only ever a page of this site, never an address somebody slipped in. */
export function returnTo(next: string | null): string {
  if (!next || !next.startsWith('/')) return '/';
  const base = 'https://here.invalid';
  const url = new URL(next, base);
  const path = url.pathname + url.search + url.hash;
  return url.origin === base && !path.startsWith('//') && !url.pathname.startsWith('/sign-in') ? path : '/';
}

/** The sign-in page that leads back to where somebody is now. */
export function signInAddress(here: { pathname: string; search: string }): string {
  const from = here.pathname + here.search;
  return from === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(from)}`;
}
