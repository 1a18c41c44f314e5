import { fetchClusters } from '#features/places/service.ts';
import { session } from '#features/session/session.svelte.ts';

/** The clusters whose meetings the signed-in person plans: those they lead, and their region's. */
export async function clustersToPlan(): Promise<readonly { slug: string; name: string }[]> {
  const led = session.seats
    .filter((seat) => seat.role === 'cluster_lead')
    .map((seat) => ({ slug: seat.place, name: seat.place_name }));
  const regions = new Set(session.seats.filter((seat) => seat.role === 'regional_lead').map((seat) => seat.place));
  if (regions.size === 0) return led;
  const all = await fetchClusters();
  const overseen = all.filter((one) => regions.has(one.region.slug) && led.every((each) => each.slug !== one.slug));
  return [...led, ...overseen.map(({ slug, name }) => ({ slug, name }))];
}
