import { groupedBy } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { PushedValue } from '../../sources/index.ts';
import type { EvaluationQueue, Wake, Wakes } from '../ports.ts';
import { couldChange, receivingMetrics } from './could-change.ts';
import { inTurns } from './in-turns.ts';

export interface WakeUse {
  readonly wakes: Wakes;
  readonly queue: Pick<EvaluationQueue, 'sendLater'>;
  readonly clock: () => number;
}

/** A group that is evaluated for a push, and in how many seconds. */
export interface Woken {
  readonly group: string;
  readonly seconds: number;
}

/** Values of one group that could change its decision. */
interface Candidate {
  readonly group: string;
  readonly values: readonly PushedValue[];
  readonly interval: number;
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
  const { wakes, clock } = use;
  const candidates = [...groupedBy(stored, ({ group }) => group)].flatMap(([group, values]) => {
    const policy = policies.get(group);
    return policy ? candidateOf(group, values, policy) : [];
  });
  if (candidates.length === 0) return [];
  const before = await wakes.read(candidates.map(({ group }) => group));
  const now = clock();
  const noted = await inTurns(candidates, async (candidate): Promise<Noted[]> => {
    const seen = before.get(candidate.group) ?? null;
    const next = nextWake(candidate, seen, now);
    if (!next || !(await wakes.note(candidate.group, next, seen))) return [];
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
    await inTurns(noted, (each) => wakes.note(each.group, { at: 0, values: {} }, each.wake));
    throw error;
  }
}

function candidateOf(group: string, values: readonly PushedValue[], policy: Policy): Candidate[] {
  const intervals = receivingMetrics(policy);
  const newest = new Map(
    values
      .toSorted((one, other) => one.at - other.at)
      .map((value) => [`${value.worker ?? ''}/${value.metric}`, value] as const),
  );
  const able = [...newest.values()].filter(({ metric, value }) => couldChange(policy, metric, value));
  if (able.length === 0) return [];
  return [{ group, values: able, interval: Math.min(...able.map(({ metric }) => intervals.get(metric) ?? 0)) }];
}

/** Null if the values are those of the last evaluation, or if one is still to come. */
function nextWake({ values, interval }: Candidate, seen: Wake | null, now: number): Wake | null {
  // Values of workers are not remembered, because there may be hundreds.
  const isNews = values.some(({ metric, worker, value }) => worker !== null || seen?.values[metric] !== value);
  if (!isNews || (seen && seen.at > now)) return null;
  const at = seen ? Math.max(now, seen.at + interval * 1000) : now;
  // Until a later evaluation, others may be pushed: it is not known for which values it will be.
  if (at > now) return { at, values: {} };
  const known = values.flatMap(({ metric, worker, value }) => (worker === null ? [[metric, value] as const] : []));
  return { at, values: { ...seen?.values, ...Object.fromEntries(known) } };
}
