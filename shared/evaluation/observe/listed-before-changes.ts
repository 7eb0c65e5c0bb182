import { inTurns } from '../../model/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { isCalm } from './calm.ts';
import type { GroupContext } from './context.ts';
import { describeGroups } from './describe-groups.ts';
import type { Observed } from './observe.ts';

const GROUPS_AT_ONCE = 20;

/**
 * If a decision on a remembered list would change something, lists the workers and decides again. Remembers the new list.
 */
export async function listedBeforeChanges<Each extends object>(
  prepared: readonly Each[],
  observed: Observed,
  decided: (group: string, needs: undefined, seen: Observed) => Promise<Each>,
  dependencies: EvaluationDependencies,
): Promise<readonly Each[]> {
  const { descriptions, remembered, known } = observed;
  const old = new Set<string>();
  for (const each of prepared) {
    const context = contextIn(each);
    if (!context) continue;
    const { state, description, now } = context;
    const isOld = remembered?.has(state.group) && descriptions.get(state.group) === remembered.get(state.group);
    if (!isCalm(context)) {
      known?.forget(state.group);
      if (isOld) old.add(state.group);
    } else if (!isOld) known?.keep(state, description, now);
  }
  if (old.size === 0) return prepared;
  const states = observed.states.usable().filter(({ group }) => old.has(group));
  const fresh = await describeGroups(states, observed.policies, dependencies);
  const seen = { ...observed, descriptions: new Map([...descriptions, ...fresh]) };
  return inTurns(prepared, GROUPS_AT_ONCE, async (each) => {
    const group = contextIn(each)?.state.group;
    return group !== undefined && old.has(group) ? decided(group, undefined, seen) : each;
  });
}

/** For groups with a decision. The others already have their report. */
const contextIn = (each: object): GroupContext | undefined =>
  'context' in each ? (each as { readonly context: GroupContext }).context : undefined;
