import { type Datapoint, isMeasured } from '../../shared/model/index.ts';
import {
  type CloudWatchConfig,
  type CloudWatchSource,
  type Readout,
  type Readouts,
  type SourceReader,
  type SourceRequest,
  WorkerReadout,
} from '../../shared/sources/index.ts';
import { Calls } from './calls.ts';

type Named = Pick<CloudWatchSource, 'namespace' | 'name' | 'dimensions'>;
type Request = Pick<SourceRequest<CloudWatchConfig>, 'key' | 'config' | 'seconds' | 'workers'>;
type Stored = Datapoint & { readonly shownFrom: number };
type Statistic = (values: readonly number[]) => number;

/** The statistics that tests ask for; any other is refused, so that a test cannot pass by a wrong figure. */
const STATISTICS: Readonly<Record<string, Statistic>> = {
  Average: (values) => sum(values) / values.length,
  Sum: sum,
  Minimum: (values) => Math.min(...values),
  Maximum: (values) => Math.max(...values),
  SampleCount: (values) => values.length,
};

/** CloudWatch's data by exact namespace, name and dimensions. `calls` counts `read`. */
export class FakeMetrics implements SourceReader<CloudWatchConfig> {
  readonly calls = new Calls();
  readonly #values = new Map<string, Stored[]>();
  readonly #unanswered = new Set<string>();

  /** A value that CloudWatch shows `lateBy` ms after its time. Until then, the sum of its minute lacks it. */
  put(metric: Named, at: number, value: number, lateBy = 0): void {
    this.#put(keyOf(metric), { at, value, shownFrom: at + lateBy });
  }

  #put(key: string, stored: Stored): void {
    const values = this.#values.get(key) ?? [];
    if (values.length === 0) this.#values.set(key, values);
    // In the order of their times, so that a read looks only at those that it asks for.
    const index = values.findLastIndex((each) => each.at <= stored.at) + 1;
    values.splice(index, 0, stored);
  }

  /** A value of one worker's own metric. */
  putOf(worker: string, metric: Named, at: number, value: number): void {
    this.#put(keyOfWorker(worker, metric), { at, value, shownFrom: at });
  }

  /** From now on CloudWatch answers nothing for this metric. */
  silence(metric: Named): void {
    this.#unanswered.add(keyOf(metric));
  }

  async read(requests: readonly Request[], now: number): Promise<Readouts> {
    await this.calls.enter('read');
    return new Map(
      requests.flatMap((request) => {
        const read = this.#readout(request, now);
        return read ? [[request.key, read]] : [];
      }),
    );
  }

  #readout({ config, seconds, workers = [] }: Request, now: number): Readout | null {
    if ('expression' in config) throw new Error('FakeMetrics has no expressions');
    if (this.#unanswered.has(keyOf(config))) return null;
    const from = now - seconds * 1000;
    if (!config.each) return this.#series(config, keyOf(config), from, now);
    const ofWorker = (id: string) => this.#series(config, keyOfWorker(id, config), from, now);
    return new WorkerReadout([], new Map(workers.map((id) => [id, ofWorker(id)])));
  }

  #series(source: Pick<CloudWatchSource, 'statistic' | 'period'>, key: string, from: number, to: number): Datapoint[] {
    const statistic = STATISTICS[source.statistic];
    if (!statistic) throw new Error(`FakeMetrics has no statistic ${source.statistic}`);
    const length = source.period * 1000;
    const first = Math.floor(from / length) * length;
    const values = this.#values.get(key) ?? [];
    const points: Datapoint[] = [];
    let period: { readonly at: number; readonly values: number[] } | undefined;
    const end = (): void => {
      if (!period) return;
      const value = statistic(period.values);
      if (isMeasured(value)) points.push({ at: period.at, value });
    };
    // Values are in the order of their times, and so are the periods.
    for (let n = values.findLastIndex((each) => each.at < first) + 1; n < values.length; n++) {
      const { at, value, shownFrom } = values[n] as Stored;
      if (at >= to) break;
      if (shownFrom > to) continue;
      const start = Math.floor(at / length) * length;
      if (period?.at !== start) {
        end();
        period = { at: start, values: [] };
      }
      period.values.push(value);
    }
    end();
    return points;
  }
}

/** A simulation asks for the same metrics every minute. */
const keys = new WeakMap<Named, string>();
function keyOf(metric: Named): string {
  const known = keys.get(metric);
  if (known !== undefined) return known;
  const { namespace, name, dimensions } = metric;
  const key = JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
  keys.set(metric, key);
  return key;
}

const keysOfWorkers = new WeakMap<Named, Map<string, string>>();
/** The key of a metric that a worker has for itself. */
function keyOfWorker(worker: string, metric: Named): string {
  const known = keysOfWorkers.get(metric) ?? new Map<string, string>();
  if (known.size === 0) keysOfWorkers.set(metric, known);
  const key = known.get(worker) ?? keyOf({ ...metric, dimensions: { ...metric.dimensions, InstanceId: worker } });
  known.set(worker, key);
  return key;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
