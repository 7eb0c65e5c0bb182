import { errorText, type Reason } from '../../model/index.ts';
import type { ManagedWorker, RolloutSettings } from '../../providers/index.ts';
import type { LaunchBackoff, Rollout } from '../../state/index.ts';
import type { FailedLaunch } from '../observe/workers/launched.ts';
import type { AlarmState } from '../ports.ts';
import { becauseOfRollout } from './because.ts';
import { MOST_FAILED } from './control.ts';
import type { RolloutFleet } from './fleet.ts';
import { specMark, targetOf } from './specs.ts';

const NAMED = 3;
/** A rejected launch has no worker: this prefix and a time are its id in a rollout's list of failed replacements. */
const REJECTED = 'launch ';

/** Whether a failed replacement was never a worker, because the provider rejected its launch. */
export const isRejectedLaunch = (id: string): boolean => id.startsWith(REJECTED);

export interface FailureFacts {
  readonly failedLaunches: readonly FailedLaunch[];
  readonly backoff: LaunchBackoff | null;
}

interface Failure {
  readonly id: string;
  readonly because: Reason;
}

/** Workers that the provider takes, or may take, say nothing of their version. */
const EXCUSED: ReadonlySet<string> = new Set(['interruption-announced', 'rebalance-recommended']);

/** The replacements that have failed and that the rollout does not know yet. */
export function failuresIn(
  rollout: Rollout,
  fleet: RolloutFleet,
  draining: readonly ManagedWorker[],
  { failedLaunches, backoff }: FailureFacts,
): readonly Failure[] {
  const spec = targetOf(rollout);
  if (!spec) return [];
  const mark = specMark(spec);
  const known = new Set([...rollout.failed, ...(rollout.failedBefore ?? [])]);
  const ended = failedLaunches
    .filter((launch) => launch.spec === mark && !launch.isTaken)
    .map(({ id, reason: cause }) => ({ id, because: becauseOfRollout['rollout-worker-ended']({ worker: id, cause }) }));
  const unhealthy = [...fleet.fresh, ...draining].flatMap(({ id, unhealthy: cause, launchedAt }) =>
    cause !== null && !EXCUSED.has(cause.code) && launchedAt >= rollout.started.at
      ? [{ id, because: becauseOfRollout['rollout-worker-unhealthy']({ worker: id, cause }) }]
      : [],
  );
  return [...ended, ...unhealthy, ...refused(mark, backoff, rollout)].filter(({ id }) => !known.has(id));
}

/**
 * The provider rejects what is launched. Each rejection has its own back-off. What it rejected before the rollout began may
 * have been put right since.
 */
const refused = (mark: string, backoff: LaunchBackoff | null, { started }: Rollout): Failure[] =>
  backoff?.spec === mark && (backoff.refusedAt ?? 0) >= started.at
    ? [
        {
          id: `${REJECTED}${backoff.until}`,
          // Earlier versions stored only the cause.
          because:
            backoff.because.code === 'rollout-launch-refused'
              ? backoff.because
              : becauseOfRollout['rollout-launch-refused']({ cause: backoff.because }),
        },
      ]
    : [];

/** The rollout with these failures, and why that is too many; null if they are tolerated. */
export function withFailures(
  rollout: Rollout,
  found: readonly Failure[],
  { maxFailures }: Pick<RolloutSettings, 'maxFailures'>,
): { readonly rollout: Rollout; readonly tooMany: Reason | null } {
  if (found.length === 0) return { rollout, tooMany: null };
  const failed = [...rollout.failed, ...found.map(({ id }) => id)].slice(-MOST_FAILED);
  const total = Math.max(1, rollout.total);
  const isTooMany = failed.length * 100 > maxFailures * total;
  const why = found.slice(0, NAMED).map(({ because }) => because);
  return {
    rollout: { ...rollout, failed },
    tooMany: isTooMany
      ? becauseOfRollout['rollout-failures']({ failed: failed.length, total, tolerated: maxFailures, why })
      : null,
  };
}

/** What the alarms were found in; an error if they could not be read. */
export type FoundAlarms = ReadonlyMap<string, AlarmState> | Error;

/** `failing`: an alarm is in ALARM; `waiting`: nobody knows. */
export function alarmed(
  alarms: readonly string[],
  found: FoundAlarms | undefined,
): { readonly failing: Reason | null; readonly waiting: Reason | null } {
  if (alarms.length === 0) return { failing: null, waiting: null };
  if (found === undefined || found instanceof Error) {
    const error = found ? errorText(found) : 'they have not been read yet';
    return { failing: null, waiting: becauseOfRollout['rollout-alarms-unread']({ error }) };
  }
  const firing = alarms.filter((name) => found.get(name) === 'ALARM');
  const missing = alarms.filter((name) => !found.has(name));
  return {
    failing: firing.length > 0 ? becauseOfRollout['rollout-alarm']({ alarms: firing }) : null,
    waiting: missing.length > 0 ? becauseOfRollout['rollout-alarm-missing']({ alarms: missing }) : null,
  };
}
