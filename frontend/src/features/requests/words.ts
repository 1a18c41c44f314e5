import type { StoryRequest } from './service.ts';

/** Whom a request goes to, in a sentence. */
export const placeWords = (request: Pick<StoryRequest, 'school' | 'cluster'>): string =>
  request.school?.name ?? `the schools of ${request.cluster?.name ?? 'a cluster'}`;

export interface StateWords {
  words: string;
  tone: 'plain' | 'accent' | 'warm' | 'good';
}

const audiences = {
  draft: 'You are writing it',
  school: 'Shared with its school',
  cluster: 'Shared with its cluster',
  county: 'Shared with the county',
  public: 'Shared with everyone'
} as const;

/** How far a request has come, as far as whoever looks may know. */
export function stateWords(request: Pick<StoryRequest, 'state' | 'story' | 'taken_up_at'>): StateWords {
  switch (request.state) {
    case 'waiting':
      return { words: 'Waiting for an answer', tone: 'warm' };
    case 'started':
      return request.story
        ? { words: audiences[request.story.audience], tone: request.story.audience === 'draft' ? 'accent' : 'good' }
        : { words: `A draft is begun${request.taken_up_at ? ` at ${request.taken_up_at.name}` : ''}`, tone: 'accent' };
    case 'declined':
      return { words: 'The answer was no', tone: 'plain' };
    default:
      return { words: 'Taken back', tone: 'plain' };
  }
}

/** Where its story is read, or written by those who may. */
export const storyAddress = (story: NonNullable<StoryRequest['story']>): string =>
  story.audience === 'draft' ? `/stories/${story.id}/write` : `/stories/${story.id}`;

/** What an address like `?recommendation=teaching-assistants/2015/4` asks for, if it is of that form. */
export function recommendationOf(text: string | null): { guidance: string; edition: string; number: number } | undefined {
  const [guidance, edition, number] = (text ?? '').split('/');
  return guidance && edition && number && Number.isInteger(Number(number))
    ? { guidance, edition, number: Number(number) }
    : undefined;
}
