import type { Datapoint } from '../../../model/index.ts';
import { pushedKey, pushedPage } from '../../../names/index.ts';
import type { PushedSeries, PushedValue } from '../../../sources/index.ts';

/**
 * An item holds the values of 15 seconds. So it stays small however often somebody pushes, every write costs about one
 * unit, and the past needs no write of its own: earlier items are the past.
 */
const FRAME_MS = 15_000;
const SLOT_MS = 1000;
const DIGITS = 36;

/** The attributes that pushed values set in one item: names, and figures. */
export interface Frame {
  /** Null if the item is that of a page, for all its groups. */
  readonly group: string | null;
  readonly partition: string;
  readonly sort: string;
  /** ms since the epoch. */
  readonly start: number;
  readonly attributes: ReadonlyMap<string, number>;
}

/** The sort key of the frame that contains a moment. All have nine digits, so they sort by time. */
export const frameSort = (at: number): string => String(Math.floor(at / FRAME_MS));

/** The end of the frame of an item; ms since the epoch. */
export const frameEnd = (sort: string): number => (Number.parseInt(sort, 10) + 1) * FRAME_MS;

/** The sort key of the item that lists the groups of a page that have items of their own. It sorts after all frames. */
export const OWN_SORT = 'WORKERS';

/**
 * The frames that values belong to. Values of groups share the items of a page. Those of a worker have an item of their
 * own: many workers in one item would make each of their pushes as expensive as all of them.
 */
export function framesOf(values: readonly PushedValue[]): Frame[] {
  const frames = new Map<string, Frame & { readonly attributes: Map<string, number> }>();
  for (const { group, metric, worker, at, value } of values.toSorted((one, other) => one.at - other.at)) {
    const start = Math.floor(at / FRAME_MS) * FRAME_MS;
    const owner = worker === null ? null : group;
    const partition = pushedKey(owner ?? pushedPage(group));
    const sort = worker === null ? frameSort(at) : `${frameSort(at)}#${worker}`;
    const slot = Math.floor((at - start) / SLOT_MS).toString(DIGITS);
    const key = `${partition} ${sort}`;
    const frame = frames.get(key) ?? { group: owner, partition, sort, start, attributes: new Map<string, number>() };
    frame.attributes.set(worker === null ? `${group}/${metric}/${slot}` : `${metric}/${slot}`, value);
    frames.set(key, frame);
  }
  return [...frames.values()];
}

/** The frames of the groups in a page's frame that has no room left: each group has an item of its own, without a worker. */
export function ownFramesOf({ sort, start }: Frame, attributes: Iterable<readonly [string, number]>): OwnFrame[] {
  const frames = new Map<string, OwnFrame & { readonly attributes: Map<string, number> }>();
  for (const [name, value] of attributes) {
    const end = name.indexOf('/');
    const group = name.slice(0, end);
    const own = frames.get(group) ?? {
      group,
      partition: pushedKey(group),
      sort: `${sort}#`,
      start,
      attributes: new Map<string, number>(),
    };
    frames.set(group, own);
    own.attributes.set(name.slice(end + 1), value);
  }
  return [...frames.values()];
}

export interface OwnFrame extends Frame {
  readonly group: string;
}

type Item = Readonly<Record<string, unknown>>;

/** The datapoints in items of frames, for one group. Other attributes and groups are left out. */
export class SeriesReader {
  readonly #group: string;
  readonly #since: number;
  readonly #ofGroup = new Map<string, Datapoint[]>();
  readonly #ofWorkers = new Map<string, Map<string, Datapoint[]>>();

  constructor(group: string, since: number) {
    this.#group = group;
    this.#since = since;
  }

  /** Reads an attribute of a page's frame: `group/metric/slot`, without the group. */
  addOfGroup(sort: string, rest: string, value: unknown): void {
    const [metric, slot] = rest.split('/');
    this.#add(this.#ofGroup, sort, metric, slot, value);
  }

  /** Reads an item of the group's own partition: the frame of a worker, or one of the group. */
  addOwn(sort: string, item: Item): void {
    const worker = sort.slice(sort.indexOf('#') + 1);
    for (const [name, value] of Object.entries(item)) {
      const [metric = '', slot] = name.split('/');
      if (slot === undefined) continue;
      if (worker === '') {
        this.addOfGroup(sort, name, value);
        continue;
      }
      const workers = this.#ofWorkers.get(metric) ?? new Map<string, Datapoint[]>();
      this.#ofWorkers.set(metric, workers);
      this.#add(workers, sort, worker, slot, value);
    }
  }

  #add(to: Map<string, Datapoint[]>, sort: string, key = '', slot = '', value: unknown): void {
    const at = Number.parseInt(sort, 10) * FRAME_MS + Number.parseInt(slot, DIGITS) * SLOT_MS;
    if (typeof value !== 'number' || Number.isNaN(at) || at < this.#since) return;
    const points = to.get(key);
    if (points) points.push({ at, value });
    else to.set(key, [{ at, value }]);
  }

  get group(): string {
    return this.#group;
  }

  get since(): number {
    return this.#since;
  }

  /** `readSince`: the values before that moment were not read; ms since the epoch. */
  series(readSince: number): PushedSeries {
    return {
      cutAt: readSince > this.#since ? readSince : null,
      group: sorted(this.#ofGroup),
      workers: new Map([...this.#ofWorkers].map(([metric, workers]) => [metric, sorted(workers)])),
    };
  }
}

const sorted = (series: ReadonlyMap<string, Datapoint[]>): ReadonlyMap<string, readonly Datapoint[]> =>
  new Map([...series].map(([key, points]) => [key, points.sort((one, other) => one.at - other.at)]));
