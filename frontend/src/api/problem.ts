import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

/** What to do next, by kind of error; the server's own detail says what happened. */
const advice: Record<number, string> = {
  0: 'You seem to be offline, or the school’s network is in the way. What you see here may be old; try again when you are connected.',
  401: 'Please sign in again to go on. You will come back to this page.',
  403: 'If you think you should be able to, ask your Cluster Lead.',
  404: 'It may have moved, or it may not be shared with you. Ask whoever gave you the link.',
  409: 'Reload the page to see how things stand now.',
  412: 'Somebody else changed it first. Reload the page, then make your change again.',
  429: 'Please wait a minute, then try again.',
  503: 'Please try again in a moment. Nothing was changed.'
};

const unforeseen = 'Please try again. If it happens again, tell whoever runs Mobilise for you.';

/** Every failed answer of the API, and every answer that never came (status 0), as one error. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly { where?: string; message?: string }[];

  constructor(problem: Partial<Problem> & { status: number }) {
    const title = problem.title || 'Something went wrong';
    super(problem.detail || title);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.type = problem.type ?? 'about:blank';
    this.title = title;
    this.detail = problem.detail ?? '';
    this.errors = problem.errors ?? [];
  }

  /** One or two plain sentences: what happened where the title does not say it, and what to do next. */
  get advice(): string {
    const next = advice[this.status] ?? unforeseen;
    const says = this.detail && this.detail !== this.title;
    if (!says) return next;
    // These already say what to do.
    return this.status === 422 || this.status === 409 || this.status === 503 || this.status >= 500
      ? this.detail
      : `${this.detail.replace(/([^.!?])$/, '$1.')} ${this.status === 403 ? '' : next}`.trim();
  }

  /** What is wrong with one field of the body, if the server named it. */
  of(field: string): string | undefined {
    return this.errors.find((error) => error.where?.split('.').pop() === field)?.message;
  }
}

export const notReached = (): ApiProblem => new ApiProblem({ status: 0, title: 'We cannot reach Mobilise' });

/** Reads the problem out of an answer that is not ok, whatever a proxy may have put in its place. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  let body: Partial<Problem> = {};
  if (/\bjson\b/.test(response.headers.get('content-type') ?? '')) {
    body = (await response.json().catch(() => ({}))) as Partial<Problem>;
  }
  return new ApiProblem({ ...body, status: response.status });
}
