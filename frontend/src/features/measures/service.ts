import { answer, api, type Schema } from '#api/client.ts';
import type { Day } from '#ui/days.ts';
import type { Measure } from './words.ts';

export type MeasureFields = Schema['ChangeMeasure'];
export type PointFields = Schema['SetPoint'];
export type Preview = Schema['PointsPreview'];

const at = (story: string, measure: string) => ({ path: { story_id: story, measure_id: measure } });
const match = (version: number) => ({ header: { 'if-match': `"${version}"` } });
const point = (story: string, measure: string, day: Day) => ({
  path: { story_id: story, measure_id: measure, measured_on: day }
});

/** `id` is the one that it is to have, so that asking twice makes one. */
export const addMeasure = (story: string, id: string, fields: MeasureFields): Promise<Measure> =>
  answer(
    api.POST('/api/stories/{story_id}/measures', { params: { path: { story_id: story } }, body: { id, ...fields } })
  );

export const changeMeasure = (story: string, id: string, version: number, fields: MeasureFields): Promise<Measure> =>
  answer(
    api.PUT('/api/stories/{story_id}/measures/{measure_id}', {
      params: { ...at(story, id), ...match(version) },
      body: fields
    })
  );

export async function removeMeasure(story: string, id: string, version: number): Promise<void> {
  await api.DELETE('/api/stories/{story_id}/measures/{measure_id}', {
    params: { ...at(story, id), ...match(version) }
  });
}

export const restoreMeasure = (story: string, id: string): Promise<Measure> =>
  answer(api.POST('/api/stories/{story_id}/measures/{measure_id}/restore', { params: at(story, id) }));

/** The same day again replaces it. */
export const setPoint = (story: string, id: string, day: Day, fields: PointFields): Promise<Measure> =>
  answer(
    api.PUT('/api/stories/{story_id}/measures/{measure_id}/points/{measured_on}', {
      params: point(story, id, day),
      body: fields
    })
  );

export const removePoint = (story: string, id: string, day: Day): Promise<Measure> =>
  answer(
    api.DELETE('/api/stories/{story_id}/measures/{measure_id}/points/{measured_on}', { params: point(story, id, day) })
  );

export const pointsAddress = (story: string, id: string): string => `/api/stories/${story}/measures/${id}/points.csv`;

// A file goes as it is, byte for byte: which letters it is written in is found out by the server.
const csv = (file: File) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as File,
  headers: { 'content-type': 'text/csv' }
});

/** What a file would change; nothing is changed yet. */
export const previewPoints = (story: string, id: string, file: File): Promise<Preview> =>
  answer(
    api.POST('/api/stories/{story_id}/measures/{measure_id}/points/preview', { params: at(story, id), ...csv(file) })
  );

export const importPoints = (story: string, id: string, file: File): Promise<Measure> =>
  answer(
    api.POST('/api/stories/{story_id}/measures/{measure_id}/points/import', { params: at(story, id), ...csv(file) })
  );
