import { capital, inWords, many } from './counts.ts';

export type StageKind = 'talk' | 'write' | 'sort' | 'vote' | 'discuss' | 'commit';

export interface StageFacts {
  kind: StageKind;
  title: string;
  dots: number;
  dots_per_card?: number | null;
  silent: 'nobody' | 'presenter' | 'others';
  per_topic_minutes?: number | null;
}

export interface Where {
  stage: StageFacts;
  anonymous: boolean;
  /** Nobody's: the projector, or somebody who only looks. */
  looking: boolean;
  facilitates: boolean;
  presenter: { name: string; me: boolean } | undefined;
  /** The topic that is being discussed, in a few words. */
  topic: string | undefined;
  dotsLeft: number;
}

/** What a stage asks of people: to be done now, how it goes, and what is secret. */
export interface Said {
  now: string;
  how: string;
  secret: string;
}

const UNLINKED =
  'Nobody is told who wrote what. Until the meeting ends the server could link a card to you; afterwards nobody can.';

/** What to do now and what is secret, in words for whoever looks. */
export function said(where: Where): Said {
  const { stage, anonymous, looking } = where;
  switch (stage.kind) {
    case 'talk':
      return { ...talk(where), secret: '' };
    case 'write':
      return {
        now: 'Write one thought on each card.',
        how: 'The others see only how many cards there are.',
        secret: looking
          ? 'Cards stay hidden until the facilitator moves on.'
          : anonymous
            ? `Only you see your cards until the facilitator moves on. ${UNLINKED}`
            : 'Only you see your cards until the facilitator moves on; then everybody reads them, with your name.'
      };
    case 'sort':
      return {
        now: 'Read, and put together what belongs together.',
        how: 'Put one card on another to make a group, and give the group a name.',
        secret: anonymous
          ? `The cards came in a shuffled order. ${UNLINKED}`
          : 'The cards came in a shuffled order: their place does not say who wrote first.'
      };
    case 'vote':
      return vote(where);
    case 'discuss':
      return {
        now: where.topic ? 'Talk about this one topic.' : 'Talk about one topic at a time.',
        how: where.topic
          ? looking
            ? ''
            : 'Raise a hand if you would like to speak. Decisions and actions are written down on the way.'
          : 'Those with the most dots come first. Decisions and actions are written down on the way.',
        secret: anonymous ? UNLINKED : ''
      };
    case 'commit':
      return {
        now: 'Agree who does what, and by when.',
        how: 'Each action has an owner, a person or a school, and comes back at the next meeting until it is done.',
        secret: ''
      };
  }
}

function talk({ stage, presenter, looking, facilitates }: Where): Omit<Said, 'secret'> {
  if (stage.silent === 'nobody') {
    return { now: 'Talk together.', how: looking ? '' : 'Raise a hand if you would like to speak.' };
  }
  if (!presenter) {
    return {
      now: looking ? 'Somebody presents.' : 'One of you presents.',
      how: facilitates ? 'Choose who it is.' : 'The facilitator says who it is.'
    };
  }
  const { name } = presenter;
  if (stage.silent === 'presenter') {
    if (presenter.me && !looking) {
      return {
        now: 'You are listening in this stage.',
        how: 'The others talk about what you brought. Take notes; you can answer when you have the floor again.'
      };
    }
    return { now: `${name} is listening in this stage.`, how: 'The others talk among themselves about what they heard.' };
  }
  if (presenter.me && !looking) return { now: 'You have the floor.', how: 'Everybody else listens in this stage.' };
  return {
    now: looking ? `${name} speaks.` : 'You are listening in this stage.',
    how: looking ? 'Everybody else listens.' : `${name} speaks. Keep questions for the stage that is for them.`
  };
}

function vote({ stage, looking, dotsLeft }: Where): Said {
  const each = `${capital(inWords(stage.dots, 'dot'))} each.`;
  const limit = stage.dots_per_card ? `At most ${inWords(stage.dots_per_card, 'dot')} on one card.` : '';
  const left = looking
    ? ''
    : dotsLeft === 0
      ? 'You have used them all; you can still take one back.'
      : `You have ${dotsLeft} left.`;
  return {
    now: each,
    how: [limit, left].filter(Boolean).join(' '),
    secret: looking
      ? 'Nobody sees where anybody puts theirs; only totals show when voting closes.'
      : 'Nobody sees where you put yours; only totals show when voting closes.'
  };
}

/** What the facilitator may do about it, for one who has never done this. */
export function advice(where: Where, next: string | undefined): string {
  const on = next ? `“Next: ${next}”` : '“End the meeting”';
  const { stage } = where;
  switch (stage.kind) {
    case 'talk':
      if (stage.silent === 'nobody') {
        return `Give the floor to whoever raises a hand. Press ${on} when everybody is heard.`;
      }
      if (!where.presenter) return 'Choose who presents: everybody sees then who only listens.';
      return stage.silent === 'presenter'
        ? `Let nobody turn to the presenter yet. Press ${on} when everybody is heard.`
        : `Let nobody interrupt. Press ${on} when the presenter has finished.`;
    case 'write':
      return `Give people quiet, and more time if they need it. ${on} shows all cards to everybody, for good.`;
    case 'sort':
      return `Have the cards read out, and let people group them. Press ${on} when that settles.`;
    case 'vote':
      return `Wait until everybody has placed their dots. ${on} closes the vote and shows the totals.`;
    case 'discuss':
      return where.topic
        ? 'Write down what you decide as you go. When the time is up, give it more or open the next topic.'
        : 'Open the topic with the most dots.';
    case 'commit':
      return `Go through what is still open from last time, then add what you agreed. ${on} when you are done.`;
  }
}

/** What leaving one stage for another does that cannot be taken back; empty if it can all be. */
export function cannotUndo(
  from: StageKind,
  to: StageKind,
  { hidden, ready, here, voted }: { hidden: number; ready: number; here: number; voted: boolean }
): string {
  // Nobody here: the connection is lost, and nobody can say who is ready.
  if (from === 'write' && hidden > 0 && (here === 0 || ready < here)) {
    const shown = `${capital(inWords(hidden, 'card is', 'cards are'))} shown to everybody then, for good.`;
    if (here === 0) return shown;
    return `${shown} ${capital(inWords(here - ready, 'person has', 'people have'))} not said that they are ready.`;
  }
  if (to === 'vote' && voted) {
    return 'Voting begins again with all dots back in hand. When it closes its totals replace those that stand now, unless nobody gave a dot.';
  }
  return '';
}

/** "8 of 12 ready"; nothing where it is not known who is here. */
export const readiness = (ready: number, here: number): string =>
  here === 0 ? '' : ready >= here ? 'Everybody is ready' : `${ready} of ${here} ready`;

export interface Ending {
  hidden: number;
  anonymous: boolean;
  voting: boolean;
  openActions: number;
}

/** What happens when the meeting ends, sentence by sentence. */
export function endingWords({ hidden, anonymous, voting, openActions }: Ending): string[] {
  return [
    'The board can be read afterwards, and not changed. You can open it again.',
    voting ? 'The vote closes, and its totals show.' : '',
    openActions > 0
      ? `${capital(inWords(openActions, 'open action comes', 'open actions come'))} back at the next meeting.`
      : '',
    'Guests lose their way in.',
    anonymous ? 'What could link a card to whoever wrote it is destroyed. That cannot be undone.' : '',
    hidden === 0 ? '' : hiddenWords(hidden, anonymous)
  ].filter(Boolean);
}

/** What becomes of cards that were never shown. */
function hiddenWords(hidden: number, anonymous: boolean): string {
  const one = hidden === 1;
  const fate = anonymous
    ? `${one ? 'It is' : 'They are'} deleted: nobody could ever read ${one ? 'it' : 'them'} again.`
    : `${one ? 'It' : 'Each'} stays for whoever wrote it, and for nobody else.`;
  return `${many(hidden, 'card has', 'cards have')} not been shown to everybody. ${fate}`;
}

export interface SavingFacts {
  state: 'saved' | 'saving' | 'offline';
  waiting: number;
}

/** The truth about saving, short for the head of the board. */
export function savingWords({ state, waiting }: SavingFacts): string {
  if (state === 'saved') return 'Saved';
  if (state === 'saving') return 'Saving';
  return waiting === 0 ? 'Offline' : `Offline, ${many(waiting, 'change')} waiting`;
}
