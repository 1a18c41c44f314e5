/** What an action is made of, as it is filled in; at most one of the two owners. */
export interface ActionFields {
  text: string;
  owner_person: string | null;
  owner_school: number | null;
  due_on: string | null;
  recommendation: number | null;
}

export const blankAction: ActionFields = {
  text: '',
  owner_person: null,
  owner_school: null,
  due_on: null,
  recommendation: null
};

/** One of a list to choose from. */
export interface Choice<Value> {
  value: Value;
  label: string;
}

type Owner = Pick<ActionFields, 'owner_person' | 'owner_school'>;

/** Recommendations to choose from, under their numbers, and under their guidance where there is more than one. */
export function recommendationChoices(
  all: readonly { id: number; number: number; short_title: string; edition_short_title: string; edition: string }[]
): Choice<number>[] {
  const editions = new Set(all.map((one) => `${one.edition_short_title} ${one.edition}`));
  return [...all]
    .sort((a, b) => a.number - b.number)
    .map((one) => ({
      value: one.id,
      label: `${one.number} ${one.short_title}${editions.size > 1 ? ` (${one.edition_short_title} ${one.edition})` : ''}`
    }));
}

/** An owner as one value of a list, and back. */
export const ownerKey = ({ owner_person, owner_school }: Owner): string =>
  owner_person ? `person:${owner_person}` : owner_school ? `school:${owner_school}` : '';

export function ownerOf(key: string): Owner {
  const at = key.indexOf(':');
  const id = key.slice(at + 1);
  return {
    owner_person: key.startsWith('person:') ? id : null,
    owner_school: key.startsWith('school:') ? Number(id) : null
  };
}

const two = (number: number) => String(number).padStart(2, '0');
const iso = (date: Date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** Dates that people mostly mean. */
export function dueDates(today: Date): { label: string; date: string }[] {
  return [2, 4, 6].map((weeks) => {
    const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() + weeks * 7);
    return { label: `In ${weeks} weeks`, date: iso(date) };
  });
}
