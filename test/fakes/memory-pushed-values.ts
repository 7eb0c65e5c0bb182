import type { Datapoint } from '../../shared/model/index.ts';
import type { PushedSeries, PushedValue, PushedValues } from '../../shared/sources/index.ts';
import { Calls } from './calls.ts';

const SECOND = 1000;

/** Pushed values in memory. `calls` counts `put` and `read`, and can be told to fail. */
export class MemoryPushedValues implements PushedValues {
  readonly calls = new Calls();
  readonly stored: PushedValue[] = [];

  async put(values: readonly PushedValue[]): Promise<ReadonlySet<string>> {
    await this.calls.enter('put');
    for (const value of values.toSorted((one, other) => one.at - other.at)) {
      const at = Math.floor(value.at / SECOND) * SECOND;
      const isSame = (each: PushedValue) =>
        each.at === at && each.group === value.group && each.metric === value.metric && each.worker === value.worker;
      const index = this.stored.findIndex(isSame);
      if (index >= 0) this.stored.splice(index, 1);
      this.stored.push({ ...value, at });
    }
    return new Set();
  }

  async read(groups: readonly { group: string; since: number }[]): Promise<Map<string, PushedSeries>> {
    await this.calls.enter('read');
    return new Map(groups.map(({ group, since }) => [group, this.#series(group, since)]));
  }

  #series(group: string, since: number): PushedSeries {
    const ofGroup = new Map<string, Datapoint[]>();
    const workers = new Map<string, Map<string, Datapoint[]>>();
    const some = this.stored.filter((each) => each.group === group && each.at >= since);
    for (const { metric, worker, at, value } of some.toSorted((one, other) => one.at - other.at)) {
      if (worker !== null && !workers.has(metric)) workers.set(metric, new Map());
      const series = worker === null ? ofGroup : (workers.get(metric) as Map<string, Datapoint[]>);
      const key = worker ?? metric;
      series.set(key, [...(series.get(key) ?? []), { at, value }]);
    }
    return { group: ofGroup, workers, cutAt: null };
  }
}
