interface Refused {
  command: { do: string; text?: string | null | undefined; name?: string | null | undefined };
  problem: { title?: string | undefined; detail?: string | null | undefined };
}

const TRIED: Record<string, string> = {
  'card.add': 'Your card was not added',
  'card.edit': 'Your change to a card was not kept',
  'card.move': 'A card is back where it was',
  'card.remove': 'A card was not removed',
  'card.react': 'Your reaction was not kept',
  'group.make': 'The group was not made',
  'group.name': 'The group kept its name',
  'group.move': 'A group is back where it was',
  'group.split': 'The group was not split',
  'vote.put': 'Your dot did not count',
  'vote.take': 'Your dot stayed',
  'stage.go': 'The stage stayed as it is',
  'decision.add': 'Your decision was not added',
  'decision.edit': 'Your change to a decision was not kept',
  'action.add': 'Your action was not added',
  'action.edit': 'Your change to an action was not kept',
  'me.ready': 'The others were not told whether you are ready',
  'me.hand': 'The others did not see your hand',
  'board.end': 'The meeting did not end'
};

export interface Explained {
  title: string;
  why: string;
  /** What the person had written, to be used again. */
  words: string;
}

/** A change that the server took back, in words; with what was written, so that nothing is lost. */
export const explain = ({ command, problem }: Refused): Explained => ({
  title: TRIED[command.do] ?? 'That was not done',
  why: problem.detail || problem.title || 'Please try again.',
  words: command.text ?? command.name ?? ''
});
