import type { PlainError } from '#ui/loading.svelte.ts';

const WORDS = {
  title: ['There are two titles', 'Somebody else changed it too. Choose one of them at the top of the page, then send it.'],
  text: ['Your last words are not saved yet', 'Nothing was sent. Wait until it says “Saved”, then try again.'],
  picture: [
    'A picture or file is still on its way',
    'Nothing was sent. Wait until it is here, or cancel it, then try again.'
  ]
} as const;

/** Something cannot be sent because what is on the screen is not what the server has. */
export class NotSaved extends Error implements PlainError {
  readonly title: string;
  readonly advice: string;

  constructor(what: 'title' | 'text' | 'picture') {
    super(what);
    [this.title, this.advice] = WORDS[what];
  }
}
