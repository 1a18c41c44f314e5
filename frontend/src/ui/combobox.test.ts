import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ComboboxState, type Suggestion } from './combobox.svelte.ts';

const found = (...labels: string[]): Suggestion[] => labels.map((label) => ({ id: label, label }));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function box(suggest: (text: string) => Promise<Suggestion[]>, choose = vi.fn()) {
  return { state: new ComboboxState(suggest, choose, { wait: 200, least: 2 }), choose };
}

it('asks once for a word that is typed quickly', async () => {
  const suggest = vi.fn(async () => found('Marsh'));
  const { state } = box(suggest);
  for (const text of ['ma', 'mar', 'mars']) state.type(text);
  await vi.advanceTimersByTimeAsync(200);
  expect(suggest).toHaveBeenCalledTimes(1);
  expect(suggest).toHaveBeenCalledWith('mars', expect.any(AbortSignal));
  expect(state.suggestions.map((one) => one.label)).toEqual(['Marsh']);
});

it('asks nothing of too few letters, and closes', async () => {
  const suggest = vi.fn(async () => found('Marsh'));
  const { state } = box(suggest);
  state.type('m');
  await vi.advanceTimersByTimeAsync(500);
  expect(suggest).not.toHaveBeenCalled();
  expect(state.open).toBe(false);
});

it('shows the answer to the newest question, even if an older one comes later', async () => {
  const answers: Record<string, (value: Suggestion[]) => void> = {};
  const { state } = box((text) => new Promise((resolve) => (answers[text] = resolve)));
  state.type('be');
  await vi.advanceTimersByTimeAsync(200);
  state.type('bell');
  await vi.advanceTimersByTimeAsync(200);
  answers['bell']?.(found('Bell'));
  await vi.advanceTimersByTimeAsync(0);
  answers['be']?.(found('Beck', 'Bell'));
  await vi.advanceTimersByTimeAsync(0);
  expect(state.suggestions.map((one) => one.label)).toEqual(['Bell']);
});

it('goes round the ends with the arrow keys and takes what is pointed at', async () => {
  const { state, choose } = box(async () => found('Bell', 'Marsh', 'Okoro'));
  state.type('ok');
  await vi.advanceTimersByTimeAsync(200);
  state.move(-1);
  expect(state.activeSuggestion?.label).toBe('Okoro');
  state.move(1);
  state.move(1);
  state.take();
  expect(choose).toHaveBeenCalledWith(expect.objectContaining({ label: 'Marsh' }));
  expect(state.text).toBe('');
  expect(state.open).toBe(false);
});

it('says so when the suggestions do not arrive, and recovers', async () => {
  let works = false;
  const { state } = box(async () => {
    if (!works) throw new Error('offline');
    return found('Bell');
  });
  state.type('be');
  await vi.advanceTimersByTimeAsync(200);
  expect(state.failed).toBe(true);
  works = true;
  state.type('bel');
  await vi.advanceTimersByTimeAsync(200);
  expect(state.failed).toBe(false);
  expect(state.suggestions).toHaveLength(1);
});
