import { groupedBy, inTurns } from '../../model/index.ts';
import { couldChange, isReadByRules, maxAgeOf, type Policy, receivingMetrics } from '../../policy/index.ts';
import type { PushedValue } from '../../sources/index.ts';
import type { EvaluationQueue, Wake, Wakes } from '../ports.ts';
import { CALLS_AT_ONCE, type PushMemory } from './memory.ts';

export interface WakeUse {
  readonly wakes: Wakes;
  readonly queue: Pick<EvaluationQueue, 'sendLater'>;
  readonly clock: () => number;
  /** One for each process. */
  readonly memory: Pick<PushMemory, 'isNothingNoted' | 'noted' | 'arrived'>;
}

/** A group that is evaluated for a push, and in how many seconds. */
export interface Woken {
  readonly group: string;
  readonly seconds: number;
}

/** If a value arrives later than this, another process may have stored a newer one. */
const LATE_MS = 60_000;

/** The newest values of one group that its rules read. */
interface Candidate {
  readonly group: string;
  readonly values: readonly PushedValue[];
  /** Those that could change its decision. */
  readonly able: readonly PushedValue[];
  readonly interval: number;
  /** Metrics whose values are fresh again, as far as this process knows the earlier ones. */
  readonly returned: (metric: string, since: number) => boolean;
}

/**
 * Queues an evaluation of each group whose decision the stored values could change: now, or as soon as `minInterval` has
 * passed since the last one. Of all that is pushed until then, only the first queues it. A process that ends between the
 * note and the message leaves the group to the schedule.
 */
export async function wake(
  stored: readonly PushedValue[],
  policies: ReadonlyMap<string, Policy | null>,
  use: WakeUse,
): Promise<Woken[]> {
  const { wakes, clock, memory } = use;
  const candidates = [...groupedBy(stored, ({ group }) => group)].flatMap(([group, values]) => {
    const policy = policies.get(group);
    if (!policy) return [];
    return candidateOf(group, values, policy, use).filter(
      ({ able }) => able.length > 0 || !memory.isNothingNoted(group, clock()),
    );
  });
  if (candidates.length === 0) return [];
  const before = await wakes.read(candidates.map(({ group }) => group));
  const now = clock();
  const noted = await inTurns(candidates, CALLS_AT_ONCE, async (candidate): Promise<Noted[]> => {
    const seen = before.get(candidate.group) ?? null;
    const valid = seen && withoutChanged(candidate, seen);
    const next = nextWake(candidate, valid, now);
    memory.noted(candidate.group, { ...(next ?? valid)?.values }, now);
    if (!next) {
      if (valid && valid !== seen) await wakes.note(candidate.group, valid, seen);
      return [];
    }
    if (!(await wakes.note(candidate.group, next, seen))) return [];
    return [{ group: candidate.group, seconds: Math.ceil((next.at - now) / 1000), wake: next }];
  });
  for (const [seconds, some] of groupedBy(noted.flat(), (each) => each.seconds)) await send(some, seconds, use);
  return noted.flat().map(({ group, seconds }) => ({ group, seconds }));
}

interface Noted extends Woken {
  readonly wake: Wake;
}

/** What could not be queued is forgotten, so that the next push queues it, or the same one when it is tried again. */
async function send(noted: readonly Noted[], seconds: number, { wakes, queue }: WakeUse): Promise<void> {
  const groups = noted.map(({ group }) => group);
  try {
    await queue.sendLater(groups, seconds, 'push');
  } catch (error) {
    await inTurns(noted, CALLS_AT_ONCE, (each) => wakes.note(each.group, { at: 0, values: {} }, each.wake));
    throw error;
  }
}

function candidateOf(
  group: string,
  values: readonly PushedValue[],
  policy: Policy,
  { memory, clock }: Pick<WakeUse, 'memory' | 'clock'>,
): Candidate[] {
  const intervals = receivingMetrics(policy);
  const newest = new Map(
    values
      .toSorted((one, other) => one.at - other.at)
      .map((value) => [`${value.worker ?? ''}/${value.metric}`, value] as const),
  );
  const now = clock();
  const agesOut = (metric: string) => now - maxAgeOf(policy.metrics[metric]) * 1000;
  const counting = [...newest.values()].filter(
    ({ metric, at }) => isReadByRules(policy, metric) && at > agesOut(metric),
  );
  const earlier = new Map(
    counting.flatMap(({ metric, worker, at }) =>
      worker === null ? [[metric, memory.arrived(group, metric, at) ?? 0] as const] : [],
    ),
  );
  // An evaluation reads the newest value. An older one changes nothing.
  const read = counting.filter(({ metric, worker, at }) => worker !== null || (earlier.get(metric) ?? 0) <= at);
  const returned = (metric: string, since: number): boolean =>
    Math.max(since, earlier.get(metric) ?? Infinity) <= agesOut(metric);
  const able = read.filter(({ metric, value }) => couldChange(policy, metric, value));
  // Values of workers are not remembered, because there may be hundreds: without an able one, there is nothing to note.
  if (able.length === 0 && read.every(({ worker }) => worker !== null)) return [];
  const interval = Math.min(...able.map(({ metric }) => intervals.get(metric) ?? 0));
  return [{ group, values: read, able, interval, returned }];
}

/** What has another value since is forgotten, so that it causes an evaluation when it returns. The same object if nothing has. */
function withoutChanged({ values }: Candidate, seen: Wake): Wake {
  const changed = new Set(
    values.flatMap(({ metric, worker, value }) =>
      worker === null && Object.hasOwn(seen.values, metric) && seen.values[metric] !== value ? metric : [],
    ),
  );
  if (changed.size === 0) return seen;
  return {
    at: seen.at,
    values: Object.fromEntries(Object.entries(seen.values).filter(([metric]) => !changed.has(metric))),
  };
}

/**
 * Null if the values are those of the last evaluation, or if one is still to come. A value that returns when the one before
 * is too old to count is news, even if it is the same: evaluations between had no data.
 */
function nextWake({ able, interval, returned }: Candidate, seen: Wake | null, now: number): Wake | null {
  const isNews = able.some(
    ({ metric, worker, value }) =>
      worker !== null || seen === null || seen.values[metric] !== value || returned(metric, seen.at),
  );
  if (!isNews || (seen && seen.at > now)) return null;
  const known = able.flatMap(({ metric, worker, at, value }) =>
    worker === null && at > now - LATE_MS ? [[metric, value] as const] : [],
  );
  return {
    at: seen ? Math.max(now, seen.at + interval * 1000) : now,
    values: { ...seen?.values, ...Object.fromEntries(known) },
  };
}
