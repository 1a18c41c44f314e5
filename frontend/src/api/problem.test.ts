import { describe, expect, it } from 'vitest';
import { ApiProblem, notReached, problemOf } from './problem.ts';

const json = (body: unknown, status: number, type = 'application/problem+json') =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } });

describe('problemOf', () => {
  it('reads problem details', async () => {
    const problem = await problemOf(
      json({ type: 'not-allowed', title: 'You cannot do this', status: 403, detail: 'Only its authors may.' }, 403)
    );
    expect(problem).toMatchObject({ status: 403, type: 'not-allowed', title: 'You cannot do this' });
    expect(problem.advice).toBe('Only its authors may.');
  });

  it.each([
    ['<html>Blocked by the school filter</html>', 'text/html'],
    ['{"title": "cut sho', 'application/problem+json'],
    ['', 'text/plain']
  ])('survives %j in place of problem details', async (body, type) => {
    const problem = await problemOf(json(body, 502, type));
    expect(problem.title).toBe('Something went wrong');
    expect(problem.advice).toContain('Please try again');
  });

  it('knows what is wrong with a field', async () => {
    const problem = await problemOf(
      json({ status: 422, errors: [{ where: 'body.title', message: 'Please write a title.' }] }, 422)
    );
    expect(problem.of('title')).toBe('Please write a title.');
    expect(problem.of('tags')).toBeUndefined();
  });
});

describe('advice', () => {
  it('says what to do next where the server only says what happened', () => {
    const problem = new ApiProblem({ status: 404, title: 'We cannot find that', detail: 'We cannot find that' });
    expect(problem.advice).toContain('Ask whoever gave you the link');
  });

  it('speaks of the connection when nothing came back', () => {
    expect(notReached().advice).toContain('offline');
  });
});
