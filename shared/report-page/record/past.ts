import type { EvaluationRecord } from '../../evaluation/index.ts';
import { KNOWN_FOR_MS, type PastGroup, type PastReport } from '../../operations/index.ts';
import type { PageData, PanelData, PlayData } from '../data.ts';
import { Texts } from '../texts.ts';
import { Buckets } from './buckets.ts';
import { DecisionLog } from './decision-log.ts';

const TICK_SECONDS = 60;
/** Characters for the decisions of all groups, which keeps the page below 2 MB. */
const DECISIONS_BUDGET = 900_000;
/** More lines look alike; the table has all groups. */
const MOST_GROUPS = 8;
/** More panels make the page too long. */
const MOST_METRICS = 6;

/** Data of a page about what happened: a play for each group, and panels for the metrics and other workers of a single one. */
export function pastData({ from, to, groups }: PastReport): PageData {
  const drawn = groups
    .filter(({ records }) => records.length > 0)
    .toSorted((one, other) => other.totals.workerHours - one.totals.workerHours)
    .slice(0, MOST_GROUPS);
  const times = drawn.flatMap(({ records }) => [records[0]?.at ?? to, records.at(-1)?.at ?? from]);
  const start = Math.floor(Math.max(from, Math.min(to, ...times)) / 60_000) * 60_000;
  const steps = Math.max(1, Math.ceil((Math.max(start, ...times) + 1 - start) / (TICK_SECONDS * 1000)));
  const lines = drawn.map((group) => new GroupLines(group, start, steps));
  const texts = new Texts();
  const [only] = lines.length === 1 ? lines : [];
  return {
    kind: 'recorded',
    start,
    tick: TICK_SECONDS,
    width: lines[0]?.width ?? 1,
    steps,
    burnIn: 0,
    startWithin: null,
    hourlyUsd: 0,
    demand: null,
    optimum: null,
    panels: only?.panels() ?? [],
    // A rollout of one moment would not be visible.
    spans: (drawn.length === 1 ? (drawn[0]?.renewals ?? []) : []).map(({ from: since, until }) => ({
      from: since,
      until: Math.max(until, since + TICK_SECONDS * 1000),
      label: 'rollout',
    })),
    plays: lines.map((each) => each.play(texts, DECISIONS_BUDGET / lines.length)),
    texts: texts.all,
  };
}

const NONE = Number.NaN;

/** A group minute by minute. What an evaluation saw counts until the next one, for ten minutes at most. */
class GroupLines {
  readonly #group: string;
  readonly #workers = new Buckets({
    ready: 'mean',
    starting: 'mean',
    draining: 'mean',
    unhealthy: 'mean',
    billed: 'mean',
    desired: 'last',
  } as const);
  readonly #metrics: Buckets<string>;
  readonly #names: readonly string[];
  readonly #log = new DecisionLog();

  constructor({ group, records }: PastGroup, start: number, steps: number) {
    this.#group = group;
    this.#names = [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics)))].slice(0, MOST_METRICS);
    this.#metrics = new Buckets(Object.fromEntries(this.#names.map((name) => [name, 'mean'] as const)));
    const decided = records.filter(({ decision }) => decision !== null);
    for (const { decision, at } of decided) if (decision) this.#log.add(decision, at);
    const waiting = decided.values();
    let next = waiting.next();
    let current: EvaluationRecord | undefined;
    for (let step = 0; step < steps; step += 1) {
      const end = start + (step + 1) * TICK_SECONDS * 1000;
      for (; !next.done && next.value.at < end; next = waiting.next()) current = next.value;
      this.#add(current && end - current.at <= KNOWN_FOR_MS ? current : undefined);
    }
  }

  get width(): number {
    return this.#workers.width;
  }

  #add(record: EvaluationRecord | undefined): void {
    const { pending = NONE, warming = NONE, ready = NONE, draining = NONE, unhealthy = NONE } = record?.workers ?? {};
    const billed = pending + warming + ready + draining + unhealthy;
    const desired = record?.decision?.desired ?? NONE;
    this.#workers.add({ ready, starting: pending + warming, draining, unhealthy, billed, desired });
    const values = this.#names.map((name) => [name, record?.metrics[name]?.value ?? NONE]);
    this.#metrics.add(Object.fromEntries(values));
  }

  panels(): PanelData[] {
    const column = (name: 'starting' | 'draining' | 'unhealthy') => this.#workers.column(name);
    return [
      ...this.#names.map(
        (name): PanelData => ({
          title: name,
          lines: [{ label: '', column: this.#metrics.column(name), color: 'main' }],
        }),
      ),
      {
        title: 'Starting, draining (orange), unhealthy (red)',
        lines: [
          { label: 'unhealthy', column: column('unhealthy'), color: 'bad' },
          { label: 'draining', column: column('draining'), color: 'held' },
          { label: 'starting', column: column('starting'), color: 'main' },
        ],
      },
    ];
  }

  play(texts: Texts, budget: number): PlayData {
    const column = (name: 'ready' | 'starting' | 'billed' | 'desired') => this.#workers.column(name);
    return {
      name: this.#group,
      ready: column('ready'),
      booting: column('starting'),
      billed: column('billed'),
      lost: [],
      oldest: null,
      desired: column('desired'),
      ...this.#log.data(texts, budget),
    };
  }
}
