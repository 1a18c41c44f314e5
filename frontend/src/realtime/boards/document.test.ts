import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyPatch } from './document.ts';
import { foresee, wanted } from './foresee.ts';
import type { BoardView, Command, Patch } from './types.ts';

interface Step {
  by: string;
  command: Command;
  told: Record<string, { seq: number; patch?: Patch }>;
}

interface Trace {
  me: Record<string, string>;
  start: Record<string, BoardView>;
  steps: Step[];
  end: Record<string, BoardView>;
}

/** Written by tests/actions/boards/test_traces.py, from what real boards tell. */
const traces = JSON.parse(readFileSync('../tests/data/board-traces.json', 'utf8')) as Record<string, Trace>;

/** These only the server can tell. */
const UNFORESEEN = new Set(['stage.go']);

const follow = (board: BoardView, { seq, patch = {} }: { seq: number; patch?: Patch }): BoardView => ({
  ...applyPatch(board, patch),
  seq
});

const untimed = (board: BoardView) => ({ ...board, seq: 0, board: { ...board.board, timer: null } });

describe.each(Object.entries(traces))('a board that is %s', (_, trace) => {
  it.each(Object.keys(trace.start))('is the same for %s, told step by step or as a whole', (name) => {
    const end = trace.steps.reduce((board, { told }) => follow(board, told[name]!), trace.start[name]!);
    expect(end).toEqual(trace.end[name]);
  });

  it('is foreseen as the server then has it, and doing it twice changes nothing', () => {
    const boards = { ...trace.start };
    for (const { by, command, told } of trace.steps) {
      const before = boards[by]!;
      for (const name of Object.keys(boards)) boards[name] = follow(boards[name]!, told[name]!);
      if (UNFORESEEN.has(command.do)) continue;
      const wish = { me: trace.me[by]!, at: 0, want: wanted(before, command) };
      const patch = foresee(before, command, wish);
      expect(patch, command.do).toBeDefined();
      const foreseen = applyPatch(before, patch!);
      expect(untimed(foreseen), JSON.stringify(command)).toEqual(untimed(boards[by]!));
      const again = foresee(foreseen, command, wish);
      expect(again ? applyPatch(foreseen, again) : foreseen, command.do).toEqual(foreseen);
    }
  });
});
