import type { Policy } from '../../policy/index.ts';
import { type ManagedWorker, moduleFor } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';

/** How long capacity is left out after the provider announced that it takes a worker back: as after a launch without any. */
const EXCLUDED_SECONDS = 180;

/** Offerings whose workers the provider takes back, and until when they are left out. */
export function interruptedOfferings(
  { provider }: Pick<Policy, 'provider'>,
  workers: readonly ManagedWorker[],
  notices: GroupState['notices'],
  now: number,
): ReadonlyMap<string, number> {
  const left = new Map<string, number>();
  if (!provider) return left;
  const module = moduleFor(provider);
  const { replacesAtRisk = false } = module.settings(provider);
  for (const { id, at, kind } of notices) {
    const until = at + EXCLUDED_SECONDS * 1000;
    const worker = workers.find((each) => each.id === id);
    const offering = worker ? (module.offeringOf?.(worker) ?? null) : null;
    const counts = kind === 'interruption' || replacesAtRisk;
    if (offering !== null && counts && until > now) left.set(offering, Math.max(until, left.get(offering) ?? 0));
  }
  return left;
}

/** Both together: each offering for as long as one of them says. */
export function withInterrupted(
  unavailable: ReadonlyMap<string, number>,
  interrupted: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const all = new Map(unavailable);
  for (const [offering, until] of interrupted) all.set(offering, Math.max(until, all.get(offering) ?? 0));
  return all;
}
