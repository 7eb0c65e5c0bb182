import { canonical, checksum } from '../../model/index.ts';
import type { ManagedWorker, RolloutPart, Spec } from '../../providers/index.ts';
import type { Rollout } from '../../state/index.ts';

/** Recognizes a spec in what is stored of launches. */
export const specMark = (spec: Spec): string => checksum(canonical(spec));

/** Whether a policy means the same by both. The image does not count: a template may find another one at each launch. */
export function isSame(one: Spec | undefined, other: Spec | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  names.delete('image');
  return [...names].every((name) => one[name] === other[name]);
}

/** What a rollout replaces workers by; absent while it is starting. */
export const targetOf = ({ isBack, from, to }: Rollout): Spec | undefined => (isBack ? from : to);

interface Force {
  /** What the policy means now; undefined if that is not known. */
  readonly current: Spec | undefined;
  /** Launches use the new version before it has proven itself. */
  readonly isAtOnce: boolean;
}

/**
 * What launches use; undefined: what the policy says. What holds launches to a
 * version ends when the policy means something else than before.
 */
export function specInForce(rollout: Rollout, { current, isAtOnce }: Force): Spec | undefined {
  const { status, isBack, from, to, proven, version, insteadOf } = rollout;
  const isAsBefore = current === undefined || isSame(current, insteadOf);
  if (status === 'rolled-back') return isAsBefore ? from : undefined;
  if (status === 'done') return version !== undefined && isAsBefore ? to : undefined;
  if (status === 'canceled' || status === 'stopped') return undefined;
  if (isBack) return from;
  return proven || isAtOnce ? to : (from ?? to);
}

/** Why a worker is not of the spec; `all`: those launched before `startedAt` are not, whatever they are. */
export function differenceOf(
  part: Pick<RolloutPart, 'differs'>,
  rollout: Rollout,
  worker: ManagedWorker,
): ReturnType<RolloutPart['differs']> | 'before' {
  const spec = targetOf(rollout);
  const difference = spec ? part.differs(spec, worker) : null;
  if (difference !== null) return difference;
  return rollout.all && !rollout.isBack && worker.launchedAt < rollout.started.at ? 'before' : null;
}
