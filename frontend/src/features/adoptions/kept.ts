import type { Saying, Stance } from './service.ts';

/** What somebody writes before they choose is kept as well. */
export type Begun = Omit<Saying, 'stance'> & { stance: Stance | null };

/** What somebody has begun to say, kept in this tab until it is said: a reload must not lose it. */
const keyOf = (story: string, urn: number) => `mobilise-tried:${story}:${urn}`;

export function keep(story: string, urn: number, saying: Begun): void {
  try {
    sessionStorage.setItem(keyOf(story, urn), JSON.stringify(saying));
  } catch {
    // A browser that keeps nothing: what is typed stays in the form.
  }
}

export function keptOf(story: string, urn: number): Begun | undefined {
  try {
    const found = JSON.parse(sessionStorage.getItem(keyOf(story, urn)) ?? 'null') as Partial<Begun> | null;
    if (!found || typeof found.context !== 'string' || typeof found.result !== 'string') return undefined;
    return found as Begun;
  } catch {
    return undefined;
  }
}

export function forget(story: string, urn: number): void {
  try {
    sessionStorage.removeItem(keyOf(story, urn));
  } catch {
    // Then there was nothing kept either.
  }
}
