import type { SvelteMap } from 'svelte/reactivity';
import type { components } from '#api/schema.d.ts';

type Schemas = components['schemas'];
type View = Schemas['BoardView'];

export type CardView = View['cards'][string];
export type GroupView = View['groups'][string];
export type VotesView = Required<Schemas['VotesView']>;
export type Recommendation = View['recommendations'][string];
export type Reaction = 'agree' | 'question' | 'thanks' | 'idea';

/** The most characters on a card. */
export const TEXT = 600;

export type CardCommand =
  | {
      do: 'card.add';
      card: string;
      column: string;
      text: string;
      tags: number[];
      school: number | null;
    }
  | { do: 'card.edit'; card: string; text?: string; tags?: number[]; school?: number; clear_school?: boolean }
  | { do: 'card.remove'; card: string }
  | { do: 'card.move'; card: string; column: string; group: string | null; after: string | null }
  | { do: 'card.react'; card: string; kind: Reaction; on: boolean }
  | { do: 'group.make'; group: string; cards: string[]; name: string }
  | { do: 'group.name'; group: string; name: string }
  | { do: 'group.move'; group: string; column: string; after: string | null }
  | { do: 'group.split'; group: string }
  | { do: 'vote.put' | 'vote.take'; target: string };

export type Outcome = { done: true } | { done: false; problem: { detail?: string | null; title?: string } };

type Part = 'everybody' | 'member' | 'author' | 'speaker' | 'facilitator';

/** What cards need of a live board; `realtime/boards/live-board.svelte.ts` is one. */
export interface CardsBoard {
  readonly id: string;
  readonly head: Schemas['BoardHead'] | undefined;
  readonly votes: VotesView;
  readonly hidden: Readonly<Record<string, number>>;
  readonly people: ReadonlyMap<string, { name: string }>;
  readonly cards: SvelteMap<string, CardView>;
  readonly groups: SvelteMap<string, GroupView>;
  readonly schools: Readonly<Record<string, string>>;
  readonly recommendations: Readonly<Record<string, Recommendation>>;
  /** Act → kind of stage → who may: the server's own table. */
  readonly may: Readonly<Record<string, Partial<Record<string, readonly Part[]>>>>;
  readonly me: string | null;
  readonly facilitates: boolean;
  readonly view: 'member' | 'guest' | 'wall';
  do(command: CardCommand): Promise<Outcome>;
}

export type Act = 'card.add' | 'card.edit' | 'card.tag' | 'card.move' | 'card.remove' | 'card.react' | 'group' | 'vote';

/** Whether this viewer may do something in the stage that the board is in, on this card if it is about one. */
export function may(board: CardsBoard, act: Act, card?: CardView): boolean {
  const { head } = board;
  if (!head || head.state !== 'open' || board.me === null || board.view === 'wall') return false;
  if (head.locked && !board.facilitates) return false;
  if (card?.hidden && !card.mine) return false;
  const stage = head.plan.stages[head.stage];
  const who = (stage && board.may[act]?.[stage.kind]) ?? [];
  const parts: Record<Part, boolean> = {
    everybody: true,
    member: board.view === 'member',
    author: card?.mine ?? false,
    speaker: head.speaker !== null && head.speaker === board.me,
    facilitator: board.facilitates
  };
  return who.some((part) => parts[part]);
}
