import { isDeepStrictEqual } from 'node:util';
import { type Decision, missingAfter, movedBy, withProposal } from '../decision/index.ts';
import type { Case } from './case.ts';
import { rememberedMetrics } from './metric-requests.ts';
import type { ClaimedState } from './ports.ts';

/** A day of minutes and some: DynamoDB takes items of 400 KB, and bills a write by its size. */
const MOST_READINGS = 1500;

/** What an evaluation learned that its state does not say yet, whatever it decided; each field only if it is new. */
export function learnedBy(each: Case): Pick<ClaimedState, 'proposals' | 'missing' | 'readings' | 'tuned'> {
  const retuned = each.isRetuned ? { tuned: each.state.tuned } : {};
  return { ...remembered(each), ...missed(each), ...reread(each), ...retuned };
}

/** What a decision changes in its group's state, whether its workers must be launched and retired or are there already. */
export const decidedBy = ({ state, policy, now }: Case, decision: Decision): ClaimedState => ({
  desired: decision.desired,
  ...movedBy(state, policy, decision, now),
});

function remembered({ state, policy, decision, now }: Case): Pick<ClaimedState, 'proposals'> {
  if (decision.proposal === null) return {};
  const proposals = withProposal(state.proposals, policy, decision.proposal, decision.current, now);
  return proposals === state.proposals ? {} : { proposals };
}

function missed({ state, policy, decision }: Case): Pick<ClaimedState, 'missing'> {
  const missing = missingAfter(state.missing, policy, decision);
  return isDeepStrictEqual(missing, state.missing) ? {} : { missing };
}

/** Recent readings of sources that show only the present, if a rule looks back on them; otherwise nothing, and so no write. */
function reread({ state, policy, observation, now }: Case): Pick<ClaimedState, 'readings'> {
  const recent = (name: string, seconds: number) =>
    (observation.metrics[name] ?? []).filter(({ at }) => at > now - seconds * 1000).slice(-MOST_READINGS);
  const readings = Object.fromEntries(
    [...rememberedMetrics(policy)].map(([name, seconds]) => [name, recent(name, seconds)]),
  );
  return isDeepStrictEqual(readings, state.readings) ? {} : { readings };
}
