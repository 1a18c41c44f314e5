import { ClusterPresence, presenceAddress } from '#realtime/cluster-presence.svelte.ts';

/** Calls `onnews` whenever a request of this cluster may have changed, until what it returns is called. */
export function listenToReviews(slug: string, onnews: () => void): () => void {
  const presence = new ClusterPresence(presenceAddress(slug), (about) => {
    if (about === 'reviews' || about === 'everything') onnews();
  });
  return () => presence.close();
}
