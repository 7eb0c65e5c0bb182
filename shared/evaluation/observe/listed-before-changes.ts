import { inTurns } from '../../model/index.ts';
import { type DecidedGroup, isDecided } from '../decide-group.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { isCalm } from './calm.ts';
import { describeGroups } from './describe-groups.ts';
import type { Observed } from './observe.ts';

const GROUPS_AT_ONCE = 20;

/**
 * If a decision on a remembered list would change something, lists the workers and decides again. Remembers the new list.
 */
export async function listedBeforeChanges<Other extends object>(
  decided: readonly (DecidedGroup | Other)[],
  observed: Observed,
  decide: (group: string, listed: Observed) => Promise<DecidedGroup | Other>,
  dependencies: EvaluationDependencies,
): Promise<readonly (DecidedGroup | Other)[]> {
  const { descriptions, remembered, known } = observed;
  const old = new Set<string>();
  for (const { context } of decided.filter(isDecided)) {
    const { state, description, now } = context;
    const isOld = remembered?.has(state.group) && descriptions.get(state.group) === remembered.get(state.group);
    if (!isCalm(context)) {
      known?.forget(state.group);
      if (isOld) old.add(state.group);
    } else if (!isOld) known?.keep(state, description, now);
  }
  if (old.size === 0) return decided;
  const states = observed.states.usable().filter(({ group }) => old.has(group));
  const listed = await describeGroups(states, observed.policies, dependencies);
  const seen = { ...observed, descriptions: new Map([...descriptions, ...listed]) };
  return inTurns(decided, GROUPS_AT_ONCE, async (each) => {
    if (!isDecided(each)) return each;
    const { group } = each.context.state;
    return old.has(group) ? decide(group, seen) : each;
  });
}
