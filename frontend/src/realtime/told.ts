import * as decoding from 'lib0/decoding';
import type { Standing } from './saving.ts';

/** What the server says beside the text; see app/realtime/documents. */
export type Told =
  | { what: 'refused'; detail: string }
  | { what: 'stored'; count: number }
  | { what: 'standing'; standing: Standing }
  | { what: 'news' };

/** Number of the message kind that stock clients know as "auth". */
export const TOLD = 2;

/** Reads a message of that kind behind its first number; nothing for one that is not known yet. */
export function readTold(decoder: decoding.Decoder): Told | undefined {
  switch (decoding.readVarUint(decoder)) {
    case 0:
      return { what: 'refused', detail: decoding.readVarString(decoder) };
    case 1:
      return { what: 'stored', count: decoding.readVarUint(decoder) };
    case 2:
      return { what: 'standing', standing: JSON.parse(decoding.readVarString(decoder)) as Standing };
    case 3:
      return { what: 'news' };
    default:
      return undefined;
  }
}
