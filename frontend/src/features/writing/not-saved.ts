import type { PlainError } from '#ui/loading.svelte.ts';

/** Something cannot be sent because what is on the screen is not what the server has. */
export class NotSaved extends Error implements PlainError {
  readonly title: string;
  readonly advice: string;

  constructor(what: 'title' | 'text') {
    super(what);
    this.title = what === 'title' ? 'There are two titles' : 'Your last words are not saved yet';
    this.advice =
      what === 'title'
        ? 'Somebody else changed it too. Choose one of them at the top of the page, then send it.'
        : 'Nothing was sent. Wait until it says “Saved”, then try again.';
  }
}
