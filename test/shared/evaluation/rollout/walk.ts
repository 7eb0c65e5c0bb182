import type { GroupContext } from '../../../../shared/evaluation/observe/group-context.ts';
import { becauseOfRollout } from '../../../../shared/evaluation/rollout/because.ts';
import {
  continued,
  held,
  isInProgress,
  newRollout,
  turnedRound,
} from '../../../../shared/evaluation/rollout/control.ts';
import { isReady } from '../../../../shared/evaluation/rollout/fleet.ts';
import { launchingOf, leavingInPlace, parallelOf, renewalNow } from '../../../../shared/evaluation/rollout/renew.ts';
import { type Launching, type Rolled, rolledIn } from '../../../../shared/evaluation/rollout/rolled.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { part } from '../../../../shared/providers/ec2/rollout/part.ts';
import type { ManagedWorker } from '../../../../shared/providers/index.ts';
import type { Rollout } from '../../../../shared/state/index.ts';
import { rollingPolicy } from './rolling.ts';

type Settings = NonNullable<Parameters<typeof rollingPolicy>[0]>;
const ANN = { by: 'ann', through: 'command' } as const;
const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 21, 12);
/** More steps than any rollout takes once nothing happens any more. */
const MOST_STEPS = 120;

/** What happens to the worker at `nth`, or to the rollout. */
export interface Event {
  readonly kind: 'serves' | 'sick' | 'vanishes' | 'busy' | 'idle' | 'protected' | 'free' | 'newer' | 'turned' | 'held';
  readonly nth: number;
}

export interface Walk {
  readonly settings: Settings;
  readonly desired: number;
  /** Minutes of a drain. */
  readonly drain: number;
  /** What happens in each minute, before nothing happens any more. */
  readonly minutes: readonly (readonly Event[])[];
}

/**
 * A rollout by the pure functions alone: each minute, the next step is taken, and what it says happens at once. Returns a
 * sentence for each rule that does not hold.
 */
export function walked({ settings, desired, drain, minutes }: Walk): string[] {
  const parsed = parsePolicy(rollingPolicy(settings, { behavior: { in: { drain: drain * 60 } }, warmup: 0 }));
  if (!parsed.ok) throw new Error('the policy is not valid');
  const policy = { ...parsed.value, behavior: { ...parsed.value.behavior } };
  const rules = part.settings(policy.provider as Parameters<typeof part.settings>[0]);
  const isInPlace = rules.capacity === 'in-place';
  const parallel = parallelOf(rules.parallel, desired);
  const found: string[] = [];
  // Each turn may leave workers behind that drain although they never served.
  const isTurned = minutes.flat().some(({ kind }) => kind === 'turned');
  let [now, made, newest] = [NOON, 0, 2];
  const launched = (version: string): ManagedWorker => ({
    ...{ id: `i-${++made}`, group: 'ci', launchedAt: now, zone: 'a', drainingUntil: null, protected: false },
    ...{ busy: null, drained: false, unhealthy: null, serving: false, details: { template: 'lt-1', version } },
  });
  let workers = Array.from(
    { length: desired },
    (): ManagedWorker => ({ ...launched('1'), launchedAt: NOON - MINUTE * 600, serving: true }),
  );
  let rollout: Rollout | null = settings.on === 'version' ? null : newRollout({ id: 'r1', actor: ANN, now });

  const happens = ({ kind, nth }: Event) => {
    const changed = (change: Partial<ManagedWorker>) => {
      workers = workers.map((each, index) => (index === nth % workers.length ? { ...each, ...change } : each));
    };
    const asked = (next: Rollout | string | null) => {
      if (next !== null && typeof next !== 'string') rollout = next;
    };
    switch (kind) {
      case 'serves':
        return changed({ serving: true });
      case 'sick':
        return changed({ unhealthy: becauseOfRollout['rollout-worker-before']({}) });
      case 'vanishes':
        workers = workers.filter((_, index) => index !== nth % workers.length);
        return;
      case 'busy':
        return changed({ busy: true });
      case 'idle':
        return changed({ busy: false });
      case 'protected':
        return changed({ protected: true });
      case 'free':
        return changed({ protected: false });
      case 'newer':
        // By hand, somebody would have to ask for the next rollout: what a rollback holds to ends with another version.
        if (settings.on === 'version') newest = 3;
        return;
      case 'turned':
        return asked(rollout && turnedRound(rollout, ANN));
      case 'held':
        return asked(rollout && (rollout.status === 'paused' ? continued(rollout) : held(rollout, ANN)));
    }
  };

  const live = () => workers.filter(({ drainingUntil }) => drainingUntil === null);
  const healthy = () => live().filter((each) => isReady(each, 0, now)).length;
  const step = () => {
    workers = workers.filter(({ drainingUntil }) => drainingUntil === null || drainingUntil > now);
    const rolled = rolledIn({
      ...{ part, settings: rules, policy, workers, now, paused: false, failedLaunches: [] },
      ...{
        current: { template: 'lt-1', version: String(newest) },
        target: { template: 'lt-1', version: String(newest) },
      },
      ...{ alarms: undefined, monitored: null },
      state: stateOf(desired, rollout),
    });
    rollout = rolled.rollout;
    // Unhealthy workers are replaced by the group itself, and by the rollout where it limits them.
    workers = workers.filter(({ unhealthy }) => unhealthy === null);
    const context = contextOf({ policy, workers, desired, now });
    const missing = desired - leavingInPlace(context, rolled) - live().length;
    if (missing > 0) {
      const { most, provider } = launchingOf(context, rolled, missing);
      workers = [...workers, ...Array.from({ length: most }, () => launched(versionOf({ provider }, newest)))];
    } else renew(context, rolled);
    const size = live().length;
    if (size > desired + parallel)
      found.push(`${size} workers, where ${desired} are needed and ${parallel} may be more`);
  };
  const renew = (context: GroupContext, rolled: Rolled) => {
    const { remove, launchFor } = renewalNow(context, rolled);
    const before = healthy();
    const going = new Set(remove.map(({ id }) => id));
    workers = workers.map((each) => (going.has(each.id) ? { ...each, drainingUntil: now + drain * MINUTE } : each));
    const least = desired - (isInPlace ? parallel : 0);
    if (healthy() < Math.min(before, least))
      found.push(`${healthy()} of ${before} healthy workers are left, where ${least} are the minimum`);
    const leaving = workers.filter(({ id, drainingUntil }) => drainingUntil !== null && rolled.outdated.has(id)).length;
    if (leaving > parallel && !isTurned)
      found.push(`${leaving} workers drain, where ${parallel} may be renewed at once`);
    workers = [...workers, ...launchFor.map(() => launched(versionOf(rolled.target, newest)))];
  };

  for (const events of minutes) {
    for (const event of events) happens(event);
    step();
    now += MINUTE;
  }
  // Without old workers, no rollout starts.
  const isNew = () => workers.every(({ details }) => details.version === String(newest));
  const isOver = () => (rollout ? !isInProgress(rollout) : isNew()) && workers.length === desired;
  for (let steps = 0; steps < MOST_STEPS && !isOver(); steps++) {
    workers = workers.map((each) => ({ ...each, serving: true, protected: false, busy: false }));
    if (rollout?.status === 'paused') happens({ kind: 'held', nth: 0 });
    step();
    now += MINUTE;
  }
  const versions = new Set(workers.map(({ details }) => details.version));
  if (!isOver()) found.push(`the rollout is ${rollout?.status ?? 'not there'} after ${MOST_STEPS} calm minutes`);
  // If most workers had the new version already when the rollout began, it has no version to go back to, and stops.
  const hasNoWayBack = rollout?.because?.code === 'rollout-no-way-back';
  if (versions.size !== 1 && !hasNoWayBack) found.push(`it ends in the versions ${[...versions].join(' and ')}`);
  return found;
}

/** The version that a launch uses: `$Default` is the newest. */
function versionOf({ provider }: Pick<Launching, 'provider'>, newest: number): string {
  const { launchTemplate } = provider as { readonly launchTemplate: { readonly version: string } };
  return launchTemplate.version.startsWith('$') ? String(newest) : launchTemplate.version;
}

const stateOf = (desired: number, rollout: Rollout | null) =>
  ({
    rollout,
    decision: { desired },
    provider: { launched: [], launchBackoff: null },
  }) as unknown as GroupContext['state'];

/** What the next step looks at. */
function contextOf({
  policy,
  workers,
  desired,
  now,
}: Pick<GroupContext, 'policy' | 'workers' | 'now'> & { desired: number }) {
  const shown = workers.map((each) => ({
    id: each.id,
    state: each.drainingUntil !== null ? 'draining' : isReady(each, 0, now) ? 'ready' : 'pending',
  }));
  const count = (state: string) => shown.filter((each) => each.state === state).length;
  const counts = {
    pending: count('pending'),
    warming: 0,
    ready: count('ready'),
    draining: count('draining'),
    unhealthy: 0,
  };
  return {
    ...{ policy, workers, now, paused: false, decision: { direction: 'hold', desired } },
    ...{ observation: { workers: shown }, seen: { workers: counts } },
  } as unknown as GroupContext;
}
