/**
 * Which addresses a link may have. The server decides for readers (`app/content/links.py`); the same rule here
 * keeps what it would drop from being written. The cases in `tests/content/links.json` are tried on both.
 */

const MAX_HREF = 2000;
const SCHEME = /^(https?):\/\/(?=[^/?#])|^(mailto):(?=[^@\s]+@[^@\s]+$)/i;
const UNSAFE = /[\s"<>\\^`{|}]/g;
// eslint-disable-next-line no-control-regex -- the characters that the server removes too
const UNWANTED = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** The address in the form in which it is kept, or null if no link may have it. */
export function safeHref(href: unknown): string | null {
  if (typeof href !== 'string' || href.length > MAX_HREF) return null;
  const given = href.replace(UNWANTED, '').trim();
  const scheme = SCHEME.exec(given)?.[0];
  if (scheme === undefined) return null;
  const address = scheme.toLowerCase() + given.slice(scheme.length).replace(UNSAFE, encodeURIComponent);
  const host = /^https?:\/\/([^/?#]*)/.exec(address)?.[1];
  if (host?.includes('@') || address.length > MAX_HREF) return null;
  try {
    new URL(address);
    return address;
  } catch {
    return null;
  }
}
