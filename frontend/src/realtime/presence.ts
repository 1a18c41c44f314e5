/** Somebody who has the document open, as the server names them. Several pages of one person are one. */
export interface Present {
  id: string;
  name: string;
  /** One of seven colours, from 0. */
  hue: number;
  /** The section they are in, if they are in one. */
  section?: string;
  me: boolean;
}

interface State {
  user?: { id?: unknown; name?: unknown; colour?: unknown };
  section?: unknown;
}

/** Everybody in the states of an awareness, oneself first, then by name. */
export function presentIn(states: ReadonlyMap<number, State>, ownClient: number, me: string): Present[] {
  const people = new Map<string, Present>();
  for (const [client, { user, section }] of states) {
    const own = client === ownClient;
    const id = own ? me : user?.id;
    if (typeof id !== 'string') continue;
    const before = people.get(id);
    people.set(id, {
      id,
      name: typeof user?.name === 'string' ? user.name : (before?.name ?? ''),
      hue: typeof user?.colour === 'number' ? user.colour : (before?.hue ?? 0),
      section: typeof section === 'string' ? section : before?.section,
      me: id === me
    });
  }
  return [...people.values()].sort((one, other) => Number(other.me) - Number(one.me) || one.name.localeCompare(other.name));
}
