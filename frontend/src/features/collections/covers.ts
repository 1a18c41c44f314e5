import type { CoverName } from './service.ts';

/** A part of a drawing on a sheet of 120 × 160: filled or drawn as a line, in the strong or the soft colour. */
export interface Stroke {
  d: string;
  line?: number;
  soft?: boolean;
}

interface Drawing {
  label: string;
  /** Two of our seven hues: of the paper and of what is drawn on it. */
  hues: [number, number];
  strokes: Stroke[];
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const round = (value: number) => Math.round(value * 10) / 10;
const dot = (x: number, y: number, r: number) =>
  `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const polar = (x: number, y: number, r: number, turn: number) =>
  `${round(x + r * Math.cos(turn * Math.PI * 2))} ${round(y + r * Math.sin(turn * Math.PI * 2))}`;

/** Our own covers: the fields, water and lights of a flat county. */
export const covers: Record<CoverName, Drawing> = {
  beacon: {
    label: 'Beacon',
    hues: [2, 2],
    strokes: [
      ...range(24).map((n) => ({
        d: `M${polar(60, 104, 30, n / 24)}L${polar(60, 104, n % 2 ? 92 : 140, n / 24)}`,
        line: 2.5,
        soft: n % 2 === 0
      })),
      { d: dot(60, 104, 20) }
    ]
  },
  dykes: {
    label: 'Dykes',
    hues: [5, 5],
    strokes: [
      ...range(8).map((n) => ({ d: `M0 ${6 + n * n * 2.6}H120V${9 + n * n * 3.2}H0Z`, soft: n % 2 === 1 })),
      { d: 'M58 0h4L84 160H36Z', soft: true }
    ]
  },
  furrows: {
    label: 'Furrows',
    hues: [3, 3],
    strokes: range(13).map((n) => ({
      d: `M${-130 + n * 32} 164Q${10 + n * 8} 84 ${24 + n * 6} 36`,
      line: 3.5,
      soft: n % 3 === 1
    }))
  },
  harbour: {
    label: 'Harbour',
    hues: [6, 6],
    strokes: [
      { d: 'M28 96h50l-9 15H38Z' },
      { d: 'M52 36v56H26Z' },
      { d: 'M57 48v44h20Z', soft: true },
      ...range(4).map((n) => ({
        d: `M${-10 - n * 7} ${122 + n * 11}q9-7 18 0t18 0 18 0 18 0 18 0 18 0 18 0 18 0`,
        line: 2.5,
        soft: n % 2 === 1
      }))
    ]
  },
  hedgerow: {
    label: 'Hedgerow',
    hues: [4, 4],
    strokes: range(5).flatMap((row) =>
      range(8).map((n) => ({
        d: dot(n * 17 + (row % 2) * 8, 34 + row * 30, 7 + ((n * 7 + row * 3) % 5)),
        soft: (n + row) % 3 === 0
      }))
    )
  },
  lanterns: {
    label: 'Lanterns',
    hues: [1, 1],
    strokes: [
      ...range(5).map((n) => ({ d: `M${16 + n * 22} 0v${34 + ((n * 37) % 62)}`, line: 1.5 })),
      ...range(5).map((n) => ({ d: dot(16 + n * 22, 44 + ((n * 37) % 62), 16), soft: true })),
      ...range(5).map((n) => ({ d: dot(16 + n * 22, 44 + ((n * 37) % 62), 9) }))
    ]
  },
  meadow: {
    label: 'Meadow',
    hues: [4, 1],
    strokes: range(17).flatMap((n) => {
      const x = 6 + ((n * 41) % 110);
      const top = 40 + ((n * 29) % 74);
      return [
        { d: `M${x} 164Q${x + ((n % 5) - 2) * 4} ${top + 50} ${x} ${top}`, line: 1.5, soft: true },
        { d: dot(x, top, 3 + (n % 4)) }
      ];
    })
  },
  mosaic: {
    label: 'Mosaic',
    hues: [7, 7],
    strokes: range(48).map((n) => {
      const x = (n % 6) * 20;
      const y = Math.floor(n / 6) * 20;
      return n % 4 < 2
        ? { d: `M${x} ${y}h20v20Z`, soft: n % 3 === 0 }
        : { d: `M${x} ${y}v20h20Z`, soft: n % 5 < 2 };
    })
  },
  paths: {
    label: 'Paths',
    hues: [2, 4],
    strokes: [
      { d: 'M30 170C20 120 104 118 88 80S18 62 44 12', line: 9 },
      { d: 'M30 170C20 120 104 118 88 80S18 62 44 12', line: 1.5, soft: true },
      { d: 'M88 80C76 52 112 44 126 22', line: 5, soft: true },
      ...range(7).map((n) => ({ d: dot(10 + ((n * 53) % 104), 24 + ((n * 47) % 118), 3), soft: true }))
    ]
  },
  reeds: {
    label: 'Reeds',
    hues: [5, 3],
    strokes: range(12).flatMap((n) => {
      const x = 6 + n * 10;
      const top = 26 + ((n * 43) % 66);
      return [
        { d: `M${x} 164L${x + ((n % 3) - 1) * 3} ${top}`, line: 1.8, soft: n % 2 === 0 },
        { d: `M${x - 2.5 + ((n % 3) - 1) * 3} ${top}a2.500 9 0 0 1 5 0v10a2.500 9 0 0 1-5 0Z`, soft: n % 2 === 0 }
      ];
    })
  },
  tides: {
    label: 'Tides',
    hues: [6, 5],
    strokes: range(11).map((n) => ({
      d: `M${-30 + (n % 2) * 14} ${10 + n * 15}q14-13 28 0t28 0 28 0 28 0 28 0 28 0`,
      line: 1.5 + (n % 4) * 1.4,
      soft: n % 3 === 1
    }))
  },
  wolds: {
    label: 'Wolds',
    hues: [3, 4],
    strokes: [
      { d: dot(88, 40, 13), soft: true },
      { d: 'M-4 92Q30 52 70 84T130 74V170H-4Z', soft: true },
      { d: 'M-4 116Q44 84 84 112T130 104V170H-4Z' },
      { d: 'M-4 142Q30 120 66 138T130 132V170H-4Z', soft: true }
    ]
  }
};

export const coverNames = Object.keys(covers) as CoverName[];
