import { queueDue } from '../../../../shared/evaluation/index.ts';
import { newestAge, nextPace } from '../../../../shared/evaluation/triggers/pace.ts';
import { dueAtPace, type Pace, paceOf } from '../../../../shared/names/index.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { MINUTE, NOON } from '../../../contracts/examples.ts';
import { FakeEvaluationQueue } from '../../../fakes/fake-queues.ts';
import { policyOf } from '../setting.ts';

const SECOND = 1000;
/** Older minutes have stopped, see newestAge. */
const MINUTES_SEEN = 12;

export interface Play {
  /** Second of the minute at which the schedule's ticks come, give or take `jitter`. */
  readonly tick: number;
  readonly jitter?: number;
  /** Seconds from the end of a minute until its metrics come, by the number of minutes since the start; null: never. */
  readonly arrival: (minute: number) => number | null;
  /** Whether a minute is in the answers twice. */
  readonly isTwice?: (minute: number) => boolean;
  /** Seconds by which an evaluation is late, by the number of evaluations since the start. */
  readonly late?: (evaluation: number) => number;
  readonly minutes: number;
}

export interface Played {
  readonly at: number;
  /** Seconds since the end of the newest minute that had come. */
  readonly age: number;
  /** The pace after this evaluation. */
  readonly pace: Pace | null;
}

const parsed = parsePolicy(
  policyOf({
    metrics: { load: { cloudwatch: { namespace: 'App', name: 'Load', period: 60 } } },
    rules: [{ kind: 'target', metric: 'load', value: 50 }],
  }),
);
if (!parsed.ok) throw new Error('the policy has faults');
const policy = parsed.value;

/** Plays the schedule for a group. */
export async function play({ tick, jitter = 0, arrival, isTwice, late = () => 0, minutes }: Play): Promise<Played[]> {
  let dueAt: number = NOON;
  let since = NOON - MINUTE;
  let queued = 0;
  let waiting: number[] = [];
  const evaluations: Played[] = [];
  const evaluate = (at: number) => {
    const last = Math.floor(at / MINUTE);
    const come = Array.from({ length: MINUTES_SEEN }, (_, index) => last - MINUTES_SEEN + 1 + index).flatMap((end) => {
      const after = arrival(end - NOON / MINUTE);
      if (after === null || end * MINUTE + after * SECOND > at) return [];
      const point = { at: (end - 1) * MINUTE, value: 1 };
      return isTwice?.(end - NOON / MINUTE) ? [point, point] : [point];
    });
    const age = newestAge(policy, { now: at, metrics: { load: come } });
    const pace = nextPace(paceOf(dueAt), { group: 'ci', trigger: 'schedule', age, now: at });
    dueAt = pace ? dueAtPace(pace) : dueAt;
    evaluations.push({ at, age: (at - MINUTE - (come.at(-1)?.at ?? 0)) / SECOND, pace });
  };
  for (let minute = 0; minute < minutes; minute += 1) {
    const now = NOON + minute * MINUTE + tick * SECOND + (minute % 3) * jitter * SECOND;
    for (const at of waiting.filter((each) => each < now).toSorted((one, other) => one - other)) evaluate(at);
    waiting = waiting.filter((each) => each >= now);
    const queue = new FakeEvaluationQueue();
    const states = { dueWithClusters: async () => ({ groups: new Map([['ci', dueAt]]), clusters: [] }) };
    await queueDue({ states, queue, clusters: { read: async () => new Map() }, since, now });
    since = now;
    const delays = [...(queue.sent.length > 0 ? [0] : []), ...queue.paced.map(([, seconds]) => seconds)];
    for (const delay of delays) waiting.push(now + (delay + late(queued++)) * SECOND);
  }
  return evaluations;
}

/** Seconds between neighbors. */
export const apart = (evaluations: readonly Played[]): number[] =>
  evaluations.slice(1).map(({ at }, index) => (at - (evaluations[index]?.at ?? 0)) / SECOND);
