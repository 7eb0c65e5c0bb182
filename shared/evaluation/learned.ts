import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '../decision/index.ts';
import type { Case } from './case.ts';
import { withChange, withProposal } from './history.ts';
import { historySeconds, queuesWithPast } from './needs.ts';
import type { ClaimedState } from './ports.ts';

/** A day of minutes and some: DynamoDB takes items of 400 KB, and bills a write by its size. */
const MOST_READINGS = 1500;

/** What an evaluation learned that its state does not say yet, whatever it decided; each field only if it is new. */
export function learnedBy(each: Case): Pick<ClaimedState, 'proposals' | 'missing' | 'readings'> {
  return { ...remembered(each), ...missed(each), ...reread(each) };
}

/** What a decision changes in its group's state, whether its workers must be launched and retired or are there already. */
export function decidedBy({ state, policy, now }: Case, { direction, desired, fired, change }: Decision): ClaimedState {
  if (direction === 'hold') return { desired };
  return {
    desired,
    ...(direction === 'out' ? { lastOutAt: now } : { lastInAt: now }),
    ruleFiredAt: { ...state.ruleFiredAt, ...Object.fromEntries(fired.map((rule) => [rule, now])) },
    changes: withChange(state, policy, change, now),
  };
}

function remembered({ state, policy, decision, now }: Case): Pick<ClaimedState, 'proposals'> {
  if (decision.proposal === null) return {};
  const proposals = withProposal(state.proposals, policy, decision.proposal, decision.current, now);
  return proposals === state.proposals ? {} : { proposals };
}

/** Counts the evaluations without data, for rules that fall back after some; nothing is counted for the others. */
function missed({ state, policy, decision }: Case): Pick<ClaimedState, 'missing'> {
  const blind = policy.rules.filter(({ name, fallback }) => fallback && decision.blind.includes(name));
  const missing = Object.fromEntries(
    blind.map(({ name, fallback }) => [name, Math.min((fallback?.after ?? 0) + 1, (state.missing[name] ?? 0) + 1)]),
  );
  return isDeepStrictEqual(missing, state.missing) ? {} : { missing };
}

/** The recent readings of queues that a rule waits on; nothing, and so no write, for a policy without such a rule. */
function reread({ state, policy, observation, now }: Case): Pick<ClaimedState, 'readings'> {
  const oldest = now - historySeconds(policy) * 1000;
  const recent = (name: string) =>
    (observation.metrics[name] ?? []).filter(({ at }) => at > oldest).slice(-MOST_READINGS);
  const readings = Object.fromEntries(queuesWithPast(policy).map((name) => [name, recent(name)]));
  return isDeepStrictEqual(readings, state.readings) ? {} : { readings };
}
