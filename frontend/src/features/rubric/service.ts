import { answer, api, type Schema } from '#api/client.ts';

export type Rubric = Schema['RubricView'];
export type Version = Schema['RubricVersion'];
export type Criterion = Schema['CriterionView'];
export type CriterionChange = Schema['CriterionChange'];

export const fetchRubric = (): Promise<Rubric> => answer(api.GET('/api/rubric'));

/** Newest first. */
export const fetchVersions = (): Promise<Version[]> => answer(api.GET('/api/rubric/versions'));

/** Makes the next version from the one that was read. */
export const changeRubric = (version: number, criteria: CriterionChange[], note: string): Promise<Rubric> =>
  answer(
    api.PUT('/api/rubric', {
      params: { header: { 'if-match': `"${version}"` } },
      body: { criteria, note }
    })
  );
