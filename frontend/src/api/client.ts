import createClient, { type Middleware } from 'openapi-fetch';
import { notReached, problemOf } from './problem.ts';
import type { components, paths } from './schema';

export { ApiProblem } from './problem.ts';

/** The bodies by name: `Schema['StorySummary']`. */
export type Schema = components['schemas'];

let signedOut: () => void = () => {};

/** What happens when the server says that nobody is signed in (any more). Set once, by the shell. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler;
}

const problems: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    const problem = await problemOf(response);
    if (problem.status === 401) signedOut();
    throw problem;
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return notReached();
  }
};

/**
 * The API, typed from its OpenAPI. Anything but success is thrown as an ApiProblem, so callers use `data`
 * through `answer`.
 */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that tests can put their own in its place.
  fetch: (request) => globalThis.fetch(request)
});

api.use(problems);

/** The body of a successful answer. */
export async function answer<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data } = await request;
  return data as T;
}
