import type { PolicyCache } from '../policies/policy-cache.ts';
import type { EvaluationQueue, Wakes } from '../ports.ts';
import type { EvaluationReport } from '../report.ts';

export interface AfterCooldownUse {
  readonly wakes: Wakes;
  readonly queue: Pick<EvaluationQueue, 'sendLater'>;
  readonly policies: Pick<PolicyCache, 'known'>;
  readonly clock: () => number;
  readonly warn: (message: string, cause: unknown) => void;
}

type Held = Pick<EvaluationReport, 'group' | 'trigger' | 'result' | 'at' | 'decision'>;

/**
 * If a cooldown holds the scale-out that a push asks for, queues one evaluation for its end, unless the schedule evaluates
 * the group before. It is noted as the group's next evaluation for a push, so that pushes until then cause no other.
 * A cooldown of scale-in is left to the schedule: what is pushed meanwhile may ask for scale-out, which must not wait.
 */
export async function queueAfterCooldowns(reports: readonly Held[], use: AfterCooldownUse): Promise<void> {
  await Promise.all(
    reports.map(async (report) => {
      const left = secondsLeft(report);
      const policy = left === null ? null : use.policies.known(report.group);
      if (left === null || !policy || left > policy.evaluateEvery) return;
      const endsAt = report.at + Math.ceil(left) * 1000;
      await queueAt(report.group, endsAt, use).catch((cause: unknown) =>
        use.warn(`no evaluation of ${report.group} at the end of its cooldown`, cause),
      );
    }),
  );
}

/** Of the cooldown that holds a scale-out for a push; null if none does. */
function secondsLeft({ trigger, result, decision }: Held): number | null {
  if (trigger !== 'push' || result !== 'held') return null;
  const { direction, left } = decision?.trace.find(({ stage }) => stage === 'cooldown')?.reason.params ?? {};
  return direction === 'out' && typeof left === 'number' ? left : null;
}

async function queueAt(group: string, at: number, { wakes, queue, clock }: AfterCooldownUse): Promise<void> {
  const seen = (await wakes.read([group])).get(group) ?? null;
  const now = clock();
  const next = { at, values: seen?.values ?? {} };
  // A push that has noted another evaluation meanwhile is held in turn.
  if ((seen && seen.at > now) || !(await wakes.note(group, next, seen))) return;
  try {
    await queue.sendLater([group], Math.max(0, Math.ceil((at - now) / 1000)), 'push');
  } catch (error) {
    await wakes.note(group, { ...next, at: seen?.at ?? 0 }, next);
    throw error;
  }
}
