interface Facts {
  phase: string;
  pupils: number | null;
  fsm_percent: number | null;
}

const count = new Intl.NumberFormat('en-GB');

/** What makes schools alike, without what is not known: unknown is not zero. */
export function schoolFacts({ phase, pupils, fsm_percent }: Facts): string[] {
  return [
    // The register's word for special schools and others that fit no phase says nothing to a reader.
    phase === 'Not applicable' ? '' : phase,
    pupils === null ? '' : pupils === 1 ? '1 pupil' : `${count.format(pupils)} pupils`,
    fsm_percent === null ? '' : `${Math.round(fsm_percent)}% free school meals`
  ].filter(Boolean);
}

/** "1 school", "13 schools". */
export const many = (number: number, one: string, more = `${one}s`): string =>
  number === 1 ? `1 ${one}` : `${count.format(number)} ${more}`;

/** "Fenside cluster", also where the name already says what it is. */
export const clusterName = (name: string): string => (/\bcluster$/i.test(name) ? name : `${name} cluster`);

export const regionName = (name: string): string => (/\bregion$/i.test(name) ? name : `${name} region`);

/** Holders of a post by name, or that it is vacant. */
export const holderNames = (holders: readonly { name: string }[]): string =>
  holders.length === 0 ? 'Nobody at the moment' : holders.map((holder) => holder.name).join(', ');
