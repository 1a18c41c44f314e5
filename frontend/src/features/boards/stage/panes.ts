/** What the board shows below its head: the cards, or something beside them. */
export type Pane = 'talk' | 'cards' | 'topics' | 'agreed';

export const paneTitles: Record<Pane, string> = {
  talk: 'Together',
  cards: 'Cards',
  topics: 'Topics',
  agreed: 'Decisions and actions'
};

interface Panes {
  /** What can be chosen; the first is what the stage is for. */
  tabs: Pane[];
  /** Stands beside the chosen one where there is room. */
  aside?: Pane;
}

/** What there is to look at in a stage of a board. */
export function panesOf(kind: string, state: string, wide: boolean): Panes {
  if (state === 'planned') return { tabs: ['cards'] };
  if (state === 'ended') return { tabs: ['agreed', 'topics', 'cards'] };
  switch (kind) {
    case 'talk':
      return { tabs: ['talk', 'cards', 'agreed'] };
    case 'discuss':
      return wide ? { tabs: ['topics', 'cards'], aside: 'agreed' } : { tabs: ['topics', 'agreed', 'cards'] };
    case 'commit':
      return wide ? { tabs: ['agreed', 'cards'], aside: 'topics' } : { tabs: ['agreed', 'topics', 'cards'] };
    default:
      return { tabs: ['cards', 'agreed'] };
  }
}
