import { groupedBy } from '../../model/index.ts';
import { type Readout, readFailure } from '../reading/read-failure.ts';
import type { SourceReader } from '../source-reader.ts';
import { WorkerReadout } from '../worker-readout.ts';
import type { PushedSource } from './schema.ts';
import type { PushedValues } from './values.ts';

/** Reads what was pushed: all metrics of a group at once. A metric that workers push has their values, too. */
export function pushedReader(values: Pick<PushedValues, 'read'>): SourceReader<PushedSource> {
  return {
    async read(requests, now) {
      const groups = [...groupedBy(requests, ({ group }) => group)].map(([group, some]) => ({
        group,
        since: now - Math.max(...some.map(({ seconds }) => seconds)) * 1000,
      }));
      const found = await values.read(groups);
      return new Map(
        requests.map(({ key, group, metric = '' }): [string, Readout] => {
          const series = found.get(group);
          if (series === undefined || series instanceof Error) {
            return [key, readFailure(series ?? new Error(`nothing was read for ${group}`))];
          }
          const own = series.group.get(metric) ?? [];
          const workers = series.workers.get(metric);
          const isWhole = workers === undefined && series.cutAt === null;
          return [key, isWhole ? own : new WorkerReadout(own, workers, series.cutAt)];
        }),
      );
    },
  };
}
