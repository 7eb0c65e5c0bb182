import type { Policy } from '../../policy/index.ts';
import { sourceOf } from '../../sources/index.ts';
import type { Intent } from '../model.ts';
import type { EvaluationQueue } from '../ports.ts';
import type { EvaluationReport } from '../report.ts';

/** The longest that SQS holds a message back; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html */
const LONGEST_DELAY_SECONDS = 900;

/**
 * Seconds after a resize at which the group is worth another look, sooner than the next tick may bring it: when launched
 * workers have warmed up, a whole period has been measured with them and the cooldown has passed, or when workers have
 * drained. Looked at sooner, a metric still shows the old load and would order the same workers twice.
 */
export function lookAgainIn(policy: Policy, intent: Intent): number {
  const { out, in: into } = policy.behavior;
  if (intent.kind === 'launch') {
    const sources = Object.values(policy.metrics).map(sourceOf);
    const periods = sources.map(({ statistic, period }) => (statistic === null ? 0 : period));
    return Math.max(1, out.cooldown, policy.warmup + Math.max(0, ...periods));
  }
  return Math.max(1, into.drain > 0 ? into.drain : into.cooldown);
}

/**
 * Queues one more evaluation for every group that was resized: one a resize, so follow-ups cannot multiply. A follow-up
 * that is lost costs nothing but time: the schedule brings the group anyway.
 */
export async function queueFollowUps(
  reports: readonly EvaluationReport[],
  queue: EvaluationQueue,
  warn: (told: string, cause: unknown) => void,
): Promise<void> {
  const wanted = reports.flatMap(({ group, lookAgainIn: seconds }) =>
    seconds !== undefined && seconds <= LONGEST_DELAY_SECONDS ? [{ group, seconds }] : [],
  );
  await Promise.all(
    wanted.map(({ group, seconds }) =>
      queue.sendLater(group, seconds).catch((cause: unknown) => warn(`no follow-up for ${group}`, cause)),
    ),
  );
}
