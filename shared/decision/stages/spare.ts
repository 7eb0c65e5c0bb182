import { reportedWork } from '../../model/index.ts';
import type { Combined } from '../combine.ts';
import type { DecisionContext } from '../context.ts';
import { because } from './because.ts';
import { raised } from './draft.ts';

/**
 * Raises what the rules ask for to `spare` workers more than are busy. If no worker reports whether it is busy, the result
 * is `spare` more than the work needs according to the rules: added to a size that a rule only keeps, spare workers would
 * be added at each evaluation. It comes before all stages, so that they treat the result like the proposal of a rule.
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
