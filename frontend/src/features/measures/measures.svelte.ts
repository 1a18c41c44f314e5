import { ApiProblem } from '#api/client.ts';
import { newId } from '#realtime/boards/ids.ts';
import type { Day } from '#ui/days.ts';
import type { MeasureFields, PointFields } from './service.ts';
import type { Measure, Point } from './words.ts';

/** What the list needs of the API; in tests something else stands in its place. */
export interface MeasureService {
  addMeasure: (story: string, id: string, fields: MeasureFields) => Promise<Measure>;
  changeMeasure: (story: string, id: string, version: number, fields: MeasureFields) => Promise<Measure>;
  removeMeasure: (story: string, id: string, version: number) => Promise<void>;
  restoreMeasure: (story: string, id: string) => Promise<Measure>;
  setPoint: (story: string, id: string, day: Day, fields: PointFields) => Promise<Measure>;
  removePoint: (story: string, id: string, day: Day) => Promise<Measure>;
}

/** The measures of a draft. What is thrown is for the form that asked. */
export class MeasureList {
  all = $state.raw<readonly Measure[]>([]);

  constructor(
    readonly story: string,
    measures: readonly Measure[],
    private readonly service: MeasureService,
    /** Fetches them as they are now. */
    private readonly again: () => Promise<readonly Measure[] | undefined>
  ) {
    this.all = measures;
  }

  /** One of them as the server has it now. */
  take(measure: Measure): void {
    this.all = this.all.some((one) => one.id === measure.id)
      ? this.all.map((one) => (one.id === measure.id ? measure : one))
      : [...this.all, measure];
  }

  async add(fields: MeasureFields): Promise<void> {
    this.take(await this.service.addMeasure(this.story, newId(), fields));
  }

  async change(id: string, fields: MeasureFields): Promise<void> {
    this.take(await this.#asRead(id, (version) => this.service.changeMeasure(this.story, id, version, fields)));
  }

  async remove({ id }: Measure): Promise<void> {
    await this.#asRead(id, (version) => this.service.removeMeasure(this.story, id, version));
    this.all = this.all.filter((one) => one.id !== id);
  }

  async restore(id: string): Promise<void> {
    this.take(await this.service.restoreMeasure(this.story, id));
    const all = await this.again();
    if (all) this.all = all;
  }

  async setPoint(id: string, day: Day, fields: PointFields): Promise<void> {
    this.take(await this.service.setPoint(this.story, id, day, fields));
  }

  async removePoint(id: string, day: Day): Promise<void> {
    this.take(await this.service.removePoint(this.story, id, day));
  }

  putBack(id: string, { measured_on, value, people, note }: Point): Promise<void> {
    return this.setPoint(id, measured_on, { value, people, note });
  }

  /** Throws where somebody else changed it since it was read, once what they made of it is here to be seen. */
  async #asRead<T>(id: string, work: (version: number) => Promise<T>): Promise<T> {
    try {
      return await work(this.all.find((one) => one.id === id)?.version ?? 1);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) {
        const all = await this.again();
        if (all) this.all = all;
      }
      throw error;
    }
  }
}
