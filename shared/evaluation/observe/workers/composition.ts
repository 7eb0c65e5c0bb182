import type { Policy } from '../../../policy/index.ts';
import { type Composition, type ManagedWorker, moduleFor } from '../../../providers/index.ts';
import type { GroupState } from '../../../state/index.ts';

const NONE: Composition = { base: 0, ofBase: new Set(), substitutes: new Set(), outdated: new Set() };

/** The composition of the group's workers, including those that are launched and not listed yet. */
export function compositionIn(
  { provider }: Pick<Policy, 'provider'>,
  workers: readonly ManagedWorker[],
  launched: GroupState['provider']['launched'],
  members: readonly ManagedWorker[],
): Composition {
  if (!provider) return NONE;
  const known = new Set(workers.map(({ id }) => id));
  const launching = launched.filter(({ id, seen }) => !seen && !known.has(id));
  return moduleFor(provider).composition?.(provider, workers, launching, members) ?? NONE;
}
