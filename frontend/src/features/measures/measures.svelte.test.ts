import { expect, it, vi } from 'vitest';
import { ApiProblem } from '#api/client.ts';
import { MeasureList, type MeasureService } from './measures.svelte.ts';
import type { MeasureFields } from './service.ts';
import type { Measure } from './words.ts';

const made = (change: Partial<Measure> = {}) => ({ id: 'm', name: 'Minutes', points: [], version: 1, ...change }) as unknown as Measure;
const fields = { name: 'Mine', unit: '', better: 'up', source: '', baseline: null, target: null } as MeasureFields;
const overtaken = () => new ApiProblem({ status: 412 });

function service(): { [Name in keyof MeasureService]: ReturnType<typeof vi.fn<MeasureService[Name]>> } {
  return {
    addMeasure: vi.fn(async (_story, id) => made({ id })),
    changeMeasure: vi.fn(async (_story, id, version, change) => made({ id, name: change.name, version: version + 1 })),
    removeMeasure: vi.fn(async () => {}),
    restoreMeasure: vi.fn(async (_story, id) => made({ id })),
    setPoint: vi.fn(async (_story, id) => made({ id })),
    removePoint: vi.fn(async (_story, id) => made({ id }))
  };
}

it('shows what somebody else made of a measure before it is changed over theirs', async () => {
  const api = service();
  const list = new MeasureList('s', [made()], api, async () => [made({ name: 'Theirs', version: 2 })]);
  api.changeMeasure.mockRejectedValueOnce(overtaken());
  await expect(list.change('m', fields)).rejects.toThrow();
  expect(api.changeMeasure).toHaveBeenCalledTimes(1);
  expect(list.all[0]?.name).toBe('Theirs');

  await list.change('m', fields);
  expect(api.changeMeasure).toHaveBeenLastCalledWith('s', 'm', 2, fields);
  expect(list.all[0]?.name).toBe('Mine');
});

it('does not remove what somebody else has just changed', async () => {
  const api = service();
  const list = new MeasureList('s', [made()], api, async () => [made({ name: 'Theirs', version: 2 })]);
  api.removeMeasure.mockRejectedValueOnce(overtaken());
  await expect(list.remove(made())).rejects.toThrow();
  expect(list.all.map((one) => one.name)).toEqual(['Theirs']);
});
