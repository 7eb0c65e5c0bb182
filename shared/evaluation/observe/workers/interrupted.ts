import type { Policy } from '../../../policy/index.ts';
import { type ManagedWorker, moduleFor, settingsFor } from '../../../providers/index.ts';
import type { GroupState } from '../../../state/index.ts';

/** How long capacity is excluded after an interruption was announced: as long as after a launch without capacity. */
const EXCLUDED_SECONDS = 180;

/** Offerings whose workers will be interrupted, and until when they are excluded. */
export function interruptedOfferings(
  { provider }: Pick<Policy, 'provider'>,
  workers: readonly ManagedWorker[],
  notices: GroupState['notices'],
  now: number,
): ReadonlyMap<string, number> {
  const left = new Map<string, number>();
  if (!provider) return left;
  const module = moduleFor(provider);
  const { replacesAtRisk = false } = settingsFor(provider);
  for (const { id, at, kind } of notices) {
    const until = at + EXCLUDED_SECONDS * 1000;
    const worker = workers.find((each) => each.id === id);
    const offering = worker ? (module.offeringOf?.(worker) ?? null) : null;
    const counts = kind === 'interruption' || (kind === 'rebalance' && replacesAtRisk);
    if (offering !== null && counts && until > now) left.set(offering, Math.max(until, left.get(offering) ?? 0));
  }
  return left;
}

/** The union of both. An offering in both is excluded until the later moment. */
export function withInterrupted(
  unavailable: ReadonlyMap<string, number>,
  interrupted: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const all = new Map(unavailable);
  for (const [offering, until] of interrupted) all.set(offering, Math.max(until, all.get(offering) ?? 0));
  return all;
}
