import type { FileView, LinkView } from './service.ts';
import type { Going } from './uploads.svelte.ts';

/** "820 bytes", "34 KB", "2.4 MB": as people compare them. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`;
  const megabytes = bytes / 1_000_000;
  return `${megabytes < 10 ? megabytes.toFixed(1).replace(/\.0$/, '') : Math.round(megabytes)} MB`;
}

/** A file's name; a picture that was pasted has none that says anything. */
export function nameOf(file: { name: string; type?: string }): string {
  const name = file.name.trim();
  if (name && !/^image\.(png|jpe?g|gif|webp)$/i.test(name)) return name.slice(-255);
  return `Pasted picture.${/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? 'png'}`;
}

/** Whether this is the file that was on its way: as far as anybody can tell without reading it. */
export const sameFile = (one: { name: string; size: number }, other: { name: string; size: number }): boolean =>
  one.name === other.name && one.size === other.size;

export const isPicture = (file: Pick<FileView, 'media_type'>): boolean => file.media_type.startsWith('image/');

/** What to ask for, of a file that has no description yet. */
export const describeWords = (file: Pick<FileView, 'media_type'>): { label: string; hint: string } =>
  isPicture(file)
    ? { label: 'What does it show?', hint: 'Read aloud to people who cannot see it. Name no pupil.' }
    : { label: 'What is it?', hint: 'A few words, so that a colleague knows whether to open it.' };

/** How a file on its way stands. */
export function goingWords({ standing, received, size }: Pick<Going, 'standing' | 'received' | 'size'>): string {
  switch (standing) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'sending':
      return `${sizeWords(received)} of ${sizeWords(size)}`;
    case 'checking':
      return 'Nearly there: the last part, then a check';
    case 'offline':
      return `No connection: goes on by itself from ${sizeWords(received)}`;
    case 'lost':
      return `Stopped at ${sizeWords(received)} of ${sizeWords(size)}`;
    case 'failed':
      return 'Not added';
  }
}

/** What people click on: the title, or else where it leads; two pages of a site are told apart. */
export function linkTitle({ title, site, url }: Pick<LinkView, 'title' | 'site' | 'url'>): string {
  if (title) return title;
  const address = url.replace(/^https?:\/\//i, '').replace(/^www\./i, '').replace(/\/$/, '');
  return address.length > 70 ? `${address.slice(0, 69)}…` : address || site;
}

/** The site below its title, where the title does not say it already. */
export const linkSite = (link: Pick<LinkView, 'title' | 'site' | 'url'>): string => (link.title && link.title !== link.site ? link.site : '');

/** How a link stands, for its authors; nothing where there is nothing to say. */
export function linkWords(link: Pick<LinkView, 'state' | 'checked_at'>): { words: string; warm: boolean } {
  if (link.state === 'dead') {
    return { words: 'This page could not be found, three times in a row. Readers are told.', warm: true };
  }
  if (link.state === 'waiting') {
    return link.checked_at
      ? { words: 'We could not find this page just now. Is its address right?', warm: true }
      : { words: 'Its title is being looked up.', warm: false };
  }
  return { words: '', warm: false };
}

/** "C. Marsh.pdf and 2 more". */
export const namesWords = (names: readonly string[]): string =>
  names.length < 2 ? `“${names[0] ?? ''}”` : `“${names[0]}” and ${names.length - 1} more`;
