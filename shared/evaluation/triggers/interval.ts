import { groupedBy } from '../../model/index.ts';
import { evaluatedEvery, type Policy } from '../../policy/index.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';
import type { EvaluationQueue } from '../ports.ts';
import type { EvaluationReport } from '../report.ts';

const MINUTE_SECONDS = 60;
/** A tick may come a little earlier than a whole number of minutes after the last one. */
const TICK_MAY_BE_EARLY_SECONDS = 30;

type Interval = Pick<Policy, 'evaluateEvery'>;

/** Whether the group is evaluated between the ticks of the schedule. */
export const isBetweenTicks = ({ evaluateEvery }: Interval): boolean => evaluateEvery < MINUTE_SECONDS;

/**
 * Seconds from a tick to the evaluations before the next one. They are evenly spaced, and at least as frequent as the
 * policy asks: 25 s gives evaluations at 0, 20 and 40 s of each minute.
 */
export function betweenTicks({ evaluateEvery }: Interval): number[] {
  const every = evaluatedEvery(evaluateEvery);
  return Array.from({ length: Math.round(MINUTE_SECONDS / every) - 1 }, (_, index) => (index + 1) * every);
}

/** Seconds that the schedule passes over a group after it has evaluated it: whole minutes, less than the policy asks for. */
export function passedOver({ evaluateEvery }: Interval): number {
  const ticks = Math.floor(evaluateEvery / MINUTE_SECONDS);
  return ticks > 1 ? ticks * MINUTE_SECONDS - TICK_MAY_BE_EARLY_SECONDS : 0;
}

/**
 * Queues the evaluations before the next tick, for groups that ask for them. Only evaluations that the schedule starts do
 * so. Thus a lost message costs one evaluation, and a duplicate adds at most those of one minute: no message leads to more
 * messages than the schedule asked for. A group that fails is left to the schedule, which tries it less and less often.
 */
export async function queueIntervals(
  reports: readonly Pick<EvaluationReport, 'group' | 'trigger' | 'result'>[],
  { tickAt, now }: { readonly tickAt: number; readonly now: number },
  policies: Pick<PolicyCache, 'known'>,
  queue: Pick<EvaluationQueue, 'sendLater'>,
  warn: (message: string, cause: unknown) => void,
): Promise<void> {
  const wanted = reports.flatMap(({ group, trigger, result }) => {
    const policy = trigger === 'schedule' && result !== 'failed' && result !== 'skipped' ? policies.known(group) : null;
    if (!policy || !isBetweenTicks(policy)) return [];
    return betweenTicks(policy).flatMap((after) => {
      const seconds = Math.round(after - (now - tickAt) / 1000);
      return seconds > 0 ? [{ group, seconds }] : [];
    });
  });
  await Promise.all(
    [...groupedBy(wanted, ({ seconds }) => seconds)].map(([seconds, some]) => {
      const groups = some.map(({ group }) => group);
      return queue
        .sendLater(groups, seconds, 'interval')
        .catch((cause: unknown) => warn(`no evaluation of ${groups.join(', ')} in ${seconds} s`, cause));
    }),
  );
}
