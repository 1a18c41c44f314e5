import type { Finding } from './service.ts';

const kinds: Record<Finding['kind'], string> = {
  email: 'E-mail address',
  phone: 'Telephone number',
  upn: 'Pupil number',
  date_of_birth: 'Date of birth'
};

/** What stands beside the text says itself what it is: "The file “Rota.pdf”". */
const BESIDE = /^(phase|measure|file|link)-/;

/** "Telephone number, in “Context”". */
export function whereWords(finding: Pick<Finding, 'kind' | 'section' | 'section_title' | 'in_link'>): string {
  const { section, section_title: title } = finding;
  const named = BESIDE.test(section) ? title.charAt(0).toLowerCase() + title.slice(1) : `“${title}”`;
  const place = section === 'title' ? 'in the title' : `in ${named}`;
  return `${kinds[finding.kind]}, ${place}${finding.in_link ? ', behind a link' : ''}`;
}

/** How many things are still to be looked at; one that stands in two places is looked at once. */
export const unsettled = (findings: readonly Pick<Finding, 'finding' | 'dismissed'>[]): number =>
  new Set(findings.filter((one) => !one.dismissed).map((one) => one.finding)).size;

/** What the check comes to, before the list of what it found. */
export function checkWords(findings: readonly Pick<Finding, 'finding' | 'dismissed'>[]): string {
  const looked = 'e-mail addresses, telephone numbers, pupil numbers and dates of birth';
  if (findings.length === 0) return `We looked for ${looked} and found none.`;
  const left = unsettled(findings);
  if (left === 0) return 'You have looked at everything we found.';
  return left === 1
    ? `We looked for ${looked}. Here is one thing to look at.`
    : `We looked for ${looked}. Here are ${left} things to look at.`;
}

/** Which files only a person can look through, or nothing. */
export function unreadWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, 5).map((name) => `“${name}”`);
  const more = names.length - shown.length;
  const last = more > 0 ? `${more} more` : shown.pop();
  const list = shown.length > 0 ? `${shown.join(', ')} and ${last}` : last;
  return `Only you can look through ${list}: we do not see what pictures, films, sound, scans and zip folders show or say.`;
}

/** What one ticks. Only a person can tell. */
export const PROMISE = 'No pupil can be recognised from this, by what it says or by putting things together.';
