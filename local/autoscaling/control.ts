import { callFaultIn } from '../query/fault-schema.ts';
import type { LocalAutoScaling } from './auto-scaling.ts';

/**
 * Controls the stand-in from another process: `POST <path>` with a JSON body. Paths: `faults` (a CallFault), `clear`.
 * Returns null for another path; throws for an invalid body. To cause capacity shortages, use the EC2 stand-in's
 * controls.
 */
export function controlAutoScaling(
  standIn: LocalAutoScaling,
  path: string,
  body: unknown,
): { readonly done: true } | null {
  if (path === 'faults') standIn.faults.add(callFaultIn(body));
  else if (path === 'clear') standIn.faults.clear();
  else return null;
  return { done: true };
}

/** Calls by action, and every group with its members. */
export const reportAutoScaling = (standIn: LocalAutoScaling) => ({
  calls: Object.fromEntries(standIn.calls),
  groups: standIn.groups().map(({ name, desired, settings: { min, max }, members }) => ({
    name,
    min,
    max,
    desired,
    members: [...members.values()].map(({ id, state, health, protected: isProtected }) => ({
      id,
      state,
      health,
      protected: isProtected,
    })),
  })),
});
