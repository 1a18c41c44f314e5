interface Closed {
  title: string;
  advice: string;
  icon: 'lock' | 'question' | 'info';
  signIn: boolean;
}

/** Why there is no board here any more, in words, and what can be done. */
export function closedWords(ending: string | undefined, view: string, told = ''): Closed {
  if (ending === 'removed') {
    const stays = 'What you wrote stays with the meeting.';
    // Nobody is thrown out of a meeting that is over for everybody.
    const over = /\bended\b/.test(told);
    return {
      title: over ? 'This meeting has ended' : 'You are no longer in this meeting',
      advice: over ? stays : `${told || 'It has ended, or the facilitator has removed you.'} ${stays}`,
      icon: 'info',
      signIn: false
    };
  }
  if (ending === 'signed-out') {
    return view === 'guest'
      ? {
          title: 'This meeting is over for guests',
          advice: 'It has ended, or you have left it. What you wrote stays with the meeting.',
          icon: 'info',
          signIn: false
        }
      : {
          title: 'You are signed out',
          advice: 'Sign in to come back to the board. What was not sent yet is kept on this device.',
          icon: 'lock',
          signIn: true
        };
  }
  if (ending === 'not-allowed') {
    return {
      title: 'This board is not open to you',
      advice: told || 'Whoever leads the meeting can invite you, or give you the code by which guests come in.',
      icon: 'lock',
      signIn: false
    };
  }
  return {
    title: 'There is no such board',
    advice: 'The link may be mistyped, or the board is another cluster’s.',
    icon: 'question',
    signIn: false
  };
}
