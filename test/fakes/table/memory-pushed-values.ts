import type { Datapoint } from '../../../shared/model/index.ts';
import type { PushedSeries, PushedValue, PushedValues } from '../../../shared/sources/index.ts';
import { Calls } from '../calls.ts';

const SECOND = 1000;

/** Pushed values in memory. `calls` counts `put` and `read`, and can be told to fail. */
export class MemoryPushedValues implements PushedValues {
  readonly calls = new Calls();
  /** The values of each group in the order of their times, so that a read looks only at those that it asks for. */
  readonly #ofGroups = new Map<string, PushedValue[]>();

  /** In the order in which they were stored. */
  readonly #stored = new Set<PushedValue>();

  get stored(): readonly PushedValue[] {
    return [...this.#stored];
  }

  async put(values: readonly PushedValue[]): Promise<ReadonlySet<string>> {
    await this.calls.enter('put');
    for (const value of values.toSorted((one, other) => one.at - other.at)) {
      const at = Math.floor(value.at / SECOND) * SECOND;
      const kept = this.#ofGroups.get(value.group) ?? [];
      if (kept.length === 0) this.#ofGroups.set(value.group, kept);
      const end = kept.findLastIndex((each) => each.at <= at) + 1;
      const isSame = (each: PushedValue) => each.metric === value.metric && each.worker === value.worker;
      let same = end - 1;
      while (kept[same]?.at === at && !isSame(kept[same] as PushedValue)) same -= 1;
      const [before] = kept[same]?.at === at ? kept.splice(same, 1) : [];
      if (before) this.#stored.delete(before);
      const stored = { ...value, at };
      kept.splice(before ? end - 1 : end, 0, stored);
      this.#stored.add(stored);
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
    const kept = this.#ofGroups.get(group) ?? [];
    for (const { metric, worker, at, value } of kept.slice(kept.findLastIndex((each) => each.at < since) + 1)) {
      if (worker !== null && !workers.has(metric)) workers.set(metric, new Map());
      const series = worker === null ? ofGroup : (workers.get(metric) as Map<string, Datapoint[]>);
      const key = worker ?? metric;
      const points = series.get(key);
      if (points) points.push({ at, value });
      else series.set(key, [{ at, value }]);
    }
    return { group: ofGroup, workers, cutAt: null };
  }
}
