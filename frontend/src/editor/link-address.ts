import { safeHref } from './links.ts';

/**
 * What somebody typed as an address, as the link to keep: a site without its "https://" and a mail address are
 * understood. Null if nothing can be made of it.
 */
export function linkAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[\w.-]+\.[a-z]{2,}:\d+(\/|$)/i.test(text)) return safeHref(text);
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return safeHref(`mailto:${text}`);
  return /^[^\s/]+\.[^\s/]{2,}/.test(text) ? safeHref(`https://${text}`) : null;
}
