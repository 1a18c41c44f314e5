/** What the page's live regions say; see LiveRegion. */
export const announcer = $state({ polite: '', urgent: '' });

/**
 * Says a sentence to people who listen to the page. The same sentence twice is said twice: a space that
 * cannot be heard makes it a change.
 */
export function announce(words: string, { urgent = false } = {}): void {
  const key = urgent ? 'urgent' : 'polite';
  announcer[key] = announcer[key] === words ? `${words}\u00a0` : words;
}
