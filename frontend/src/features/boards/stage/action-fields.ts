/** What an action is made of, as it is filled in. */
export interface ActionFields {
  text: string;
  owner_person: string | null;
  owner_school: number | null;
  /** Their name, where it is known. */
  owner: string;
  due_on: string | null;
  recommendation: number | null;
}

export const blankAction: ActionFields = {
  text: '',
  owner_person: null,
  owner_school: null,
  owner: '',
  due_on: null,
  recommendation: null
};

type Owner = Pick<ActionFields, 'owner_person' | 'owner_school'>;

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
