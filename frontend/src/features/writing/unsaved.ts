import { copiesOf, dropCopy, forgetCopies, type LocalCopy } from '#realtime/local-copies.ts';

export type { LocalCopy };
export { dropCopy, forgetCopies };

/** What a person wrote on this device in one story that the server never got, oldest first. */
export async function leftBehind(person: string, story: string): Promise<LocalCopy[]> {
  return (await everywhere(person)).filter((copy) => copy.story === story);
}

/** Address of a draft in which this device holds words that are not saved, if there is one. */
export async function unsavedDraft(person: string): Promise<string | undefined> {
  const [copy] = await everywhere(person);
  return copy && `/stories/${copy.story}/write`;
}

const everywhere = (person: string): Promise<LocalCopy[]> => copiesOf(person).catch(() => []);
