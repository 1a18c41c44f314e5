import { type ApiProblem, notReached, problemOf } from '#api/problem.ts';
import type { Command, Frame, Problem } from './types.ts';

/** A way to a board's server that is open or opening. */
export interface Line {
  send(commands: readonly Command[]): void;
  /** Nothing is heard of it any more. */
  close(): void;
}

export interface Ears {
  frame(frame: Frame): void;
  /** It is over, with the code of app/realtime/codes. */
  closed(code: number, reason: string): void;
}

export interface Where {
  id: string;
  wall: boolean;
  /** Up to which event the board is known. */
  since: number | undefined;
}

/** What browsers say of a socket that broke, or was never let through. */
export const BROKEN = 1006;
const LATER = 1013;
const CODES: Record<number, number> = { 401: 4401, 403: 4403, 404: 4404 };

function query({ wall, since }: Where): string {
  const told = new URLSearchParams();
  if (since !== undefined) told.set('since', String(since));
  if (wall) told.set('view', 'wall');
  return told.size === 0 ? '' : `?${told}`;
}

export type OpenLine = (where: Where, ears: Ears) => Line;

export const openSocket: OpenLine = (where, ears) => {
  const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${protocol}//${location.host}/ws/boards/${where.id}${query(where)}`);
  let deaf = false;
  socket.onmessage = ({ data }) => {
    if (!deaf) ears.frame(JSON.parse(data as string) as Frame);
  };
  socket.onclose = ({ code, reason }) => {
    if (!deaf) ears.closed(code, reason);
    deaf = true;
  };
  return {
    send: (commands) => {
      if (socket.readyState === 1) for (const command of commands) socket.send(JSON.stringify(command));
    },
    close: () => {
      deaf = true;
      socket.close();
    }
  };
};

/** The same over HTTP: what is said comes as server-sent events, commands go by POST, one after the other. */
export const openEvents: OpenLine = (where, ears) => {
  const address = `/api/boards/${where.id}`;
  const stopping = new AbortController();
  let deaf = false;
  let posting = false;
  let waiting: Command[] = [];

  function over(code: number, reason: string): void {
    if (deaf) return;
    deaf = true;
    stopping.abort();
    ears.closed(code, reason);
  }

  const failed = (problem: ApiProblem) =>
    over(CODES[problem.status] ?? (problem.status === 0 ? BROKEN : LATER), problem.detail);

  async function listen(): Promise<void> {
    const headers = { accept: 'text/event-stream' };
    const answer = await fetch(`${address}/events${query(where)}`, { headers, signal: stopping.signal });
    if (!answer.ok || !answer.body) return failed(await problemOf(answer));
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done || deaf) return over(BROKEN, '');
      const events = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) if (!deaf) hear(event);
    }
  }

  function hear(event: string): void {
    let kind = 'message';
    let data = '';
    for (const line of event.split('\n')) {
      if (line.startsWith('event: ')) kind = line.slice(7);
      else if (line.startsWith('data: ')) data += line.slice(6);
    }
    if (data === '') return;
    if (kind !== 'close') return ears.frame(JSON.parse(data) as Frame);
    const { code, reason } = JSON.parse(data) as { code: number; reason: string };
    over(code, reason);
  }

  async function post(commands: readonly Command[]): Promise<void> {
    const answer = await fetch(`${address}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commands }),
      signal: stopping.signal
    });
    if (answer.ok) {
      const { answers } = (await answer.json()) as { answers: Frame[] };
      for (const one of answers) if (!deaf) ears.frame(one);
      return;
    }
    const problem = await problemOf(answer);
    if (problem.status !== 422) return failed(problem);
    const [only, ...others] = commands;
    if (others.length > 0) {
      // One of them cannot be read, and takes the others with it.
      for (const command of commands) await post([command]);
    } else if (only && !deaf) ears.frame({ nack: only.id, problem: asObject(problem) });
  }

  async function postAll(): Promise<void> {
    if (posting) return;
    posting = true;
    try {
      while (waiting.length > 0 && !deaf) await post(waiting.splice(0, MOST_AT_ONCE));
    } catch {
      failed(notReached());
    }
    posting = false;
  }

  listen().catch(() => over(BROKEN, ''));
  return {
    send: (commands) => {
      waiting.push(...commands);
      void postAll();
    },
    close: () => {
      deaf = true;
      waiting = [];
      stopping.abort();
    }
  };
};

/** So many commands the server takes in one POST. */
const MOST_AT_ONCE = 100;

const asObject = ({ title, status, detail, errors }: ApiProblem): Problem => ({ title, status, detail, errors });
