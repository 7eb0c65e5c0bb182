import { reportedWork } from '../../model/index.ts';
import type { Combined } from '../combine.ts';
import type { DecisionContext } from '../context.ts';
import { because } from './because.ts';
import { raised } from './draft.ts';

/**
 * Raises what the rules ask for by `spare`: to so many workers more than are busy, or, where no worker reports whether it
 * is, more than the rules ask for. A rule that keeps the group as it is would otherwise add them again and again. It comes
 * before all stages, so that they treat it like the proposal of a rule.
 */
export function withSpare(combined: Combined, { fleet, bounds: { spare } }: DecisionContext): Combined {
  if (spare === 0) return combined;
  const work = reportedWork(fleet);
  const { proposal, needed } = combined;
  if (!work && proposal === null) return combined;
  const beyond = work ? work.busy : needed;
  const capacity = beyond + spare;
  const { draft } = combined;
  const asked = Math.max(combined.asked ?? 0, capacity);
  if (draft.capacity >= capacity) return { ...combined, asked };
  const added = { beyond, spare, capacity };
  const reason = work
    ? because['spare-beyond-busy'](added)
    : because['spare-beyond-rules']({ ...added, ...(needed !== proposal && { isNeeded: true }) });
  return { ...combined, asked, draft: raised(draft, 'spare', capacity, reason) };
}
