import { describe, expect, it } from 'vitest';
import { SavingState } from './saving.ts';

/** A page whose document has come and whose answer to the server's first question is stored. */
function settled(): SavingState {
  const state = new SavingState();
  state.opened();
  state.sent({ count: 1, answered: true });
  state.synced();
  state.stored(1);
  return state;
}

describe('what is said of saving', () => {
  it('is opening until the document has come', () => {
    const state = new SavingState();
    expect(state.value).toBe('opening');
    state.opened();
    expect(state.value).toBe('opening');
    state.closed();
    expect(state.value).toBe('opening');
  });

  it('is saved only when the server has stored everything that was sent', () => {
    const state = settled();
    expect(state.value).toBe('saved');
    state.changed();
    state.sent({ count: 2, answered: true });
    state.changed();
    state.sent({ count: 3, answered: true });
    expect(state.value).toBe('saving');
    state.stored(2);
    expect(state.value).toBe('saving');
    state.stored(3);
    expect(state.value).toBe('saved');
  });

  it('tells apart being offline with and without something to save', () => {
    const state = settled();
    state.closed();
    expect(state.value).toBe('offline');
    state.changed();
    expect(state.value).toBe('unsaved');
  });

  it('does not call offline changes saved before they have gone out', () => {
    const state = settled();
    state.closed();
    state.changed();
    state.opened();
    expect(state.value).toBe('saving');
    // The document has come again, but our answer with the offline changes has not been asked for yet.
    state.synced();
    expect(state.value).toBe('saving');
    // A further change is sent and stored by itself: that says nothing of the earlier ones.
    state.changed();
    state.sent({ count: 1, answered: false });
    state.stored(1);
    expect(state.value).toBe('saving');
    state.sent({ count: 2, answered: true });
    expect(state.value).toBe('saving');
    state.stored(2);
    expect(state.value).toBe('saved');
  });

  it('does not take an acknowledgement of the last connection for one of this', () => {
    const state = settled();
    state.changed();
    state.sent({ count: 2, answered: true });
    state.closed();
    state.opened();
    state.synced();
    state.sent({ count: 1, answered: true });
    expect(state.value).toBe('saving');
    state.stored(1);
    expect(state.value).toBe('saved');
  });

  it('says refused where the server does not keep what is written', () => {
    const state = settled();
    state.standing = { writes: false, reason: 'reader', detail: '' };
    expect(state.value).toBe('saved');
    state.changed();
    expect(state.value).toBe('refused');
    state.sent({ count: 2, answered: true });
    state.stored(2);
    expect(state.value).toBe('refused');
  });

  it('ends for good, and remembers that something is not saved', () => {
    const state = settled();
    state.changed();
    state.ended('changed');
    expect(state.value).toBe('ended');
    expect(state.unsaved).toBe(true);
    expect(state.open).toBe(false);
  });
});
