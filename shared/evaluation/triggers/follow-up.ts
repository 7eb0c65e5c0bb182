import { groupedBy } from '../../model/index.ts';
import { LONGEST_DELAY_SECONDS } from '../../names/index.ts';
import type { Policy } from '../../policy/index.ts';
import { sourceOf } from '../../sources/index.ts';
import { type Intent, launchedBy, type Outcome } from '../model.ts';
import type { UnhealthyWorker } from '../observe/workers/workers.ts';
import type { EvaluationQueue } from '../ports.ts';
import type { EvaluationReport } from '../report.ts';

/** Members of a warm pool are prepared for some minutes. */
const POOL_SECONDS = 60;

/** Soon enough after a push or an alarm, and to begin the drain of a worker that EC2 takes within two minutes. */
export const SOON_SECONDS = 5;

/**
 * Seconds from a resize to its follow-up, which may be earlier than the next tick. After a launch, it waits until the
 * workers have warmed up, a whole period was measured with them, and the cooldown has passed. Earlier, the metric would
 * still have the old load and the same workers would be launched twice. After a removal, it waits for the drain.
 * `unhealthy`: workers that did not drain before. If the provider is about to take one of them, the other half of
 * its replacement follows soon: its drain after a launch, or a launch after its drain.
 */
export function lookAgainIn(policy: Policy, intent: Intent, unhealthy: readonly UnhealthyWorker[]): number {
  const { out, in: into } = policy.behavior;
  if (intent.kind === 'pool') return POOL_SECONDS;
  const isHalf = intent.kind === 'launch' ? intent.replaces > 0 : (intent.renews ?? 0) > 0;
  if (isHalf && unhealthy.some((worker) => worker.isTaken && !worker.protected)) return SOON_SECONDS;
  if (intent.kind === 'launch') {
    const sources = Object.values(policy.metrics).map(sourceOf);
    const periods = sources.map(({ statistic, period, settles }) => (statistic === null ? 0 : period + settles));
    return Math.max(1, out.cooldown, policy.warmup + Math.max(0, ...periods));
  }
  return Math.max(1, into.drain > 0 ? into.drain : into.cooldown);
}

/**
 * A launch in answer to a follow-up launched nothing, so the schedule tries again. While EC2 is too busy, each evaluation asks
 * for the same launch. With another follow-up for each of them, there would be more and more evaluations, for hours.
 */
const isTriedAgain = ({ trigger, outcome }: EvaluationReport): boolean =>
  trigger === 'follow-up' && outcome !== undefined && hasLaunchedNothing(outcome);

function hasLaunchedNothing(outcome: Outcome): boolean {
  if (outcome.kind === 'launch') return launchedBy(outcome) === 0;
  return outcome.kind === 'pool' && outcome.launched.length + outcome.parked.length + outcome.dropped.length === 0;
}

/**
 * Seconds until an evaluation is repeated that wanted a resize and lost to another write. The group may be steady after that
 * write, so that the schedule would come minutes later, and the same value is not pushed as news again. After a resize, a
 * group is evaluated in every tick, so an evaluation that lost to one is not repeated.
 */
const repeatedIn = ({ result, reason, decision }: EvaluationReport): number | undefined =>
  result === 'lost' && reason.code === 'group-changed' && decision !== undefined && decision.direction !== 'hold'
    ? SOON_SECONDS
    : undefined;

/**
 * Queues one follow-up for every resize, and for every resize that was lost to another write. Groups with the same wait
 * share messages. If it cannot be queued, the schedule evaluates the group later.
 */
export async function queueFollowUps(
  reports: readonly EvaluationReport[],
  queue: EvaluationQueue,
  warn: (message: string, cause: unknown) => void,
): Promise<void> {
  const wanted = reports.flatMap((report) => {
    const { group, lookAgainIn: seconds = repeatedIn(report) } = report;
    const isWanted = seconds !== undefined && seconds <= LONGEST_DELAY_SECONDS && !isTriedAgain(report);
    return isWanted ? [{ group, seconds }] : [];
  });
  await Promise.all(
    [...groupedBy(wanted, ({ seconds }) => seconds)].map(([seconds, some]) => {
      const groups = some.map(({ group }) => group);
      return queue
        .sendLater(groups, seconds, 'follow-up')
        .catch((cause: unknown) => warn(`no follow-up for ${groups.join(', ')}`, cause));
    }),
  );
}
