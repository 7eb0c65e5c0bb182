import type { Activities, PriceLists, PriceRecords } from '../../evaluation/index.ts';
import { userErrors } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { HOUR_MS, type PriceBook, type Pricing, priceOnDemand } from '../../prices/index.ts';
import { pricingFor, sizingFor } from '../../providers/index.ts';
import {
  type Allowed,
  familiesOf,
  type InstanceType,
  type Measured,
  type MeasuredHour,
  type MeasuredWorker,
  type Recommendation,
  recommend,
} from '../../rightsize/index.ts';
import { type GroupState, launchToReady } from '../../state/index.ts';
import { rightsizingReasons } from './reasons.ts';
import { type PastWorker, workersSince } from './workers.ts';

export interface RightsizeUse {
  readonly activities: Pick<Activities, 'list'>;
  /** The workers that the group has now. */
  readonly running: (group: string) => Promise<readonly PastWorker[]>;
  readonly usage: (
    workers: readonly string[],
    span: { readonly seconds: number; readonly now: number },
  ) => Promise<Usage>;
  /** The types whose names match patterns such as `c7g.*`. */
  readonly types: (patterns: readonly string[]) => Promise<readonly InstanceType[]>;
  readonly prices: { readonly records: Pick<PriceRecords, 'read'>; readonly lists: Pick<PriceLists, 'onDemand'> };
}

export interface Usage {
  readonly of: ReadonlyMap<string, Readonly<Record<'cpu' | 'memory', readonly MeasuredHour[]>>>;
  /** How many metrics were read: CloudWatch charges for each. */
  readonly metrics: number;
  /** Why some of them could not be read; null: all were. */
  readonly failure: string | null;
}

export interface Rightsizing {
  readonly group: string;
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly applies: boolean;
  readonly recommendation: Recommendation;
  readonly workers: readonly MeasuredWorker[];
  readonly metrics: number;
}

const DAY_MS = 24 * HOUR_MS;
/** Fewer launches say too little of the 95th percentile. */
const LEAST_LAUNCHES = 20;
const errors = userErrors(rightsizingReasons);

/** Measures the workers of the last days, and recommends an instance type. It changes nothing. */
export async function rightsize(
  { group, provider }: Policy,
  {
    days,
    now,
    state,
  }: { readonly days: number; readonly now: number; readonly state?: Pick<GroupState, 'counters'> | undefined },
  use: RightsizeUse,
): Promise<Rightsizing> {
  const pricing = pricingFor(provider);
  if (!pricing) throw errors['rightsize-no-instances']({ group });
  const from = now - days * DAY_MS;
  const found = await workersSince(group, from, { ...use, running: await use.running(group) });
  const usage = await use.usage(
    found.workers.map(({ id }) => id),
    { seconds: (days * DAY_MS) / 1000, now },
  );
  // Whatever is missing could be the highest peak.
  if (usage.failure !== null) throw errors['rightsize-not-read']({ group, why: usage.failure });
  const workers = found.workers
    .map((worker): MeasuredWorker => ({ ...worker, ...(usage.of.get(worker.id) ?? { cpu: [], memory: [] }) }))
    .filter(({ cpu, memory }) => cpu.length > 0 || memory.length > 0);
  const sizing = sizingFor(provider) ?? { applies: false, types: pricing.types, isListedOnly: false };
  const own = [...new Set([...sizing.types, ...workers.map(({ type }) => type)])];
  const { minAllowed, maxAllowed } = sizing;
  const patterns = [
    ...familiesOf(own).map((family) => `${family}.*`),
    ...own,
    ...named(minAllowed),
    ...named(maxAllowed),
  ];
  const types = patterns.length > 0 ? await use.types(patterns) : [];
  const catalog = new Map(types.map((type) => [type.name, type]));
  const recommendation = recommend({
    workers,
    known: found.known - (found.workers.length - workers.length),
    launched: sizing.types,
    catalog,
    allowed: { minAllowed, maxAllowed },
    isListedOnly: sizing.isListedOnly,
    launchOf: launchesOf(state),
    priceOf: await pricesOf([...catalog.keys()], pricing, use.prices),
  });
  return { group, from, to: now, applies: sizing.applies, recommendation, workers, metrics: usage.metrics };
}

/** What launches of a type took, of workers that were not started from a warm pool. */
function launchesOf(state: Pick<GroupState, 'counters'> | undefined): Measured['launchOf'] {
  const times = state?.counters.readyTimes;
  if (!times) return undefined;
  return (type) => {
    const found = launchToReady(times, { type, start: 'cold' });
    return found && found.launches >= LEAST_LAUNCHES ? found : null;
  };
}

const named = (allowed: Allowed | undefined): string[] => (typeof allowed === 'string' ? [allowed] : []);

/** On-demand prices: those that are stored, and for other types those of the price list. */
async function pricesOf(
  types: readonly string[],
  pricing: Pricing,
  { records, lists }: RightsizeUse['prices'],
): Promise<(type: string) => number | null> {
  const { system } = pricing;
  const book = await records.read([system]);
  const missing = types.filter((type) => priceOnDemand(type, pricing, book) === null);
  const found = missing.length > 0 ? [...(await lists.onDemand(system, missing))] : [];
  const priced = found.flatMap(([type, usd]) => {
    // A recommendation from a part of the prices would be another one.
    if (usd instanceof Error) throw usd;
    return usd === null ? [] : [[type, { onDemand: { usd } }] as const];
  });
  const listed: PriceBook = { [system]: Object.fromEntries(priced) };
  return (type) => priceOnDemand(type, pricing, book) ?? priceOnDemand(type, pricing, listed);
}
