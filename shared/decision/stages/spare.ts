import { reportedWork } from '../../model/index.ts';
import type { Combined } from '../combine.ts';
import type { DecisionContext } from '../context.ts';
import { because } from './because.ts';
import { raised } from './draft.ts';

/**
 * Raises what the rules ask for by `spare`: to so many workers more than are busy, or, where no worker reports whether it
 * is, more than the rules ask for. It comes before all stages, so that they treat it like the proposal of a rule.
 */
export function withSpare(combined: Combined, { fleet, bounds: { spare } }: DecisionContext): Combined {
  if (spare === 0) return combined;
  const work = reportedWork(fleet);
  const beyond = work ? work.busy : combined.proposal;
  if (beyond === null) return combined;
  const capacity = beyond + spare;
  const { draft } = combined;
  const asked = Math.max(combined.asked ?? 0, capacity);
  if (draft.capacity >= capacity) return { ...combined, asked };
  const reason = because[work ? 'spare-beyond-busy' : 'spare-beyond-rules']({ beyond, spare, capacity });
  return { ...combined, asked, draft: raised(draft, 'spare', capacity, reason) };
}
