import * as z from 'zod';
import {
  closeTo,
  workerCount as count,
  faultsOf,
  forms,
  instant,
  isMeasured,
  listLike,
  MOST_WORKERS,
  PARSING,
  type Parsed,
  reasonSchema,
  wholeNumber,
  worker,
  workerCounts,
  workerList,
} from '../model/index.ts';
import { learned } from '../rules/index.ts';
import { manual } from './manual.ts';
import { overflow } from './overflow.ts';
import { policyError } from './reasons.ts';

/**
 * Null: the metric could not be read, or holds nothing usable. Empty: it was read, and there is nothing. A datapoint without
 * a usable number is missing data: it must never become a capacity.
 */
const series = listLike(z.object({ at: instant, value: z.unknown() }), '[{ at: 2026-11-21T12:00:00Z, value: 71 }]')
  .max(100_000)
  .nullable()
  .transform((points) => {
    const usable = points?.filter((point): point is { at: number; value: number } => isMeasured(point.value));
    if (!usable || (usable.length === 0 && points?.length !== 0)) return null;
    return usable.sort((earlier, later) => earlier.at - later.at);
  });

const historyFields = z.object({
  proposals: z
    .array(z.object({ at: instant, value: count }))
    .max(10_000)
    .default([]),
  changes: z
    .array(z.object({ at: instant, by: wholeNumber.min(-MOST_WORKERS).max(MOST_WORKERS) }))
    .max(10_000)
    .default([]),
  /** How many workers served, from each moment on until the next. */
  serving: z
    .array(z.object({ at: instant, workers: count }))
    .max(10_000)
    .transform((known) => known.sort((earlier, later) => earlier.at - later.at))
    .optional(),
  lastOutAt: instant.optional(),
  lastInAt: instant.optional(),
  ruleFiredAt: z.record(z.string(), instant).default({}),
  /** Evaluations in a row, before this one, in which a rule had no data: what `fallback.after` counts. */
  missing: z.record(z.string(), count).default({}),
  /** What rules that tune themselves found out on recorded demand, by rule; without it they tune on the metrics given. */
  tuned: z.record(z.string(), learned).default({}),
});

const history = historyFields.default({ proposals: [], changes: [], ruleFiredAt: {}, missing: {}, tuned: {} });

/**
 * What the provider and the account can do now, of what the decision without it asks for: workers to be launched (those
 * that are brought back from draining among them) or to be removed.
 */
const admission = z.object({
  asked: count,
  granted: count,
  reasons: z.array(reasonSchema).max(100).default([]),
});

/** A group, and so many of its workers. */
const some = z.object({ group: z.string().max(100), workers: count });

const clusterBudget = z.object({
  /** What this group may cost per hour, of the budget of its cluster. */
  hourlyUsd: z.number().min(0).max(1e9),
  ofCluster: z.number().positive().max(1e9),
  /** Groups whose cost is not known: no group scales out. */
  unknown: z.array(z.string().max(100)).max(1000).optional(),
});

/** What the groups of the cluster that are decided before need, as of their decisions in this pass. */
const cluster = z.object({
  /** Workers of this group that hold all that those groups want; where nobody knows what they reserve, how many they want. */
  desired: z.number().min(0).max(1e9).optional(),
  /** Workers of those groups that have no place yet. */
  pending: z.number().min(0).max(1e9).optional(),
  /** Percent of the CPU or the memory of this group's workers, whichever is more, that those groups reserve. */
  reserved: z.number().min(0).max(1e9).optional(),
  /** Groups that shrink in this pass, and by how many workers. */
  givingBack: z.array(some).max(1000).optional(),
  budget: clusterBudget.optional(),
});

const observation = z.object({
  now: instant,
  desired: count.optional(),
  /** So many of the workers marked `base` stay when the group shrinks, as long as it is that large. */
  base: count.optional(),
  workers: forms([workerList, workerCounts], policyError('', 'invalid-workers', {})).optional(),
  /** What the group costs, for budgets. */
  spending: z
    .object({
      /** Dollars per hour that one more worker costs at most. */
      launchUsd: z.number().positive().max(1e6).optional(),
      /** Types whose price is not known yet; empty if not even the types are known. */
      unpriced: z.array(z.string()).max(100).optional(),
      /** Dollars that the month has cost so far. */
      monthUsd: z.number().min(0).max(1e12).optional(),
      /** Dollars per hour that the members of the warm pool cost. */
      poolUsd: z.number().min(0).max(1e9).optional(),
    })
    .optional(),
  /** The policy is deleted, and is what its group drains to zero by. */
  deleted: z.boolean().optional(),
  /** Seconds from a launch until the worker is ready, as measured: for rules that do not set `boot`. */
  boot: z.number().positive().max(86_400).optional(),
  /**
   * The warm pool: so many members serve `start` seconds after they are started; `reuse`: workers return to it. `ready`: how
   * many can be started now, all of them if absent.
   */
  pool: z
    .object({
      size: count,
      start: z.number().positive().max(86_400),
      reuse: z.boolean().default(false),
      ready: count.optional(),
    })
    .optional(),
  manual: manual.optional(),
  cluster: cluster.optional(),
  overflow: overflow.optional(),
  metrics: z.record(z.string(), series).default({}),
  history,
  admission: admission.optional(),
});

/** What a decision sees. All times are ms since the epoch. */
export type Observation = z.output<typeof observation>;
/** What was observed, as JSON carries it. */
export type ObservationDocument = z.input<typeof observation>;

/** Reads an observation from outside. Never throws. */
export function parseObservation(written: unknown): Parsed<Observation> {
  const parsed = observation.safeParse(written, PARSING);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, faults: faultsOf(parsed.error) };
}

/**
 * Fields of a written observation that nothing reads: misspelled, or written by a newer version. `parseObservation` leaves
 * them out. Of the workers, each name is listed once.
 */
export function unreadFields(written: unknown): UnreadField[] {
  const seen = new Set<string>();
  const ofCluster = memberOf(written, 'cluster');
  return [
    ...unreadIn(written, observation.shape, ''),
    ...unreadIn(memberOf(written, 'history'), historyFields.shape, 'history.'),
    ...unreadIn(ofCluster, cluster.shape, 'cluster.'),
    ...unreadIn(memberOf(ofCluster, 'budget'), clusterBudget.shape, 'cluster.budget.'),
    ...listOf(memberOf(written, 'workers')).flatMap((each, index) =>
      unreadIn(each, worker.shape, `workers[${index}].`).filter(({ name }) => !seen.has(name) && seen.add(name)),
    ),
  ];
}

export interface UnreadField {
  readonly name: string;
  readonly path: string;
  /** The field that was probably meant. */
  readonly close: string | null;
}

function unreadIn(written: unknown, shape: object, prefix: string): UnreadField[] {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return [];
  const names = Object.keys(shape);
  return Object.keys(written)
    .filter((name) => !names.includes(name))
    .map((name) => ({ name, path: `${prefix}${name}`, close: closeTo(name, names) }));
}

const memberOf = (written: unknown, name: string): unknown =>
  typeof written === 'object' && written !== null && Object.hasOwn(written, name) ? Object(written)[name] : undefined;

const listOf = (written: unknown): readonly unknown[] => (Array.isArray(written) ? written : []);
