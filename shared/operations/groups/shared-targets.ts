import type { EvaluationDependencies } from '../../evaluation/index.ts';
import { groupedBy, type Reason } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { targetOf } from '../../providers/index.ts';
import { because } from '../reasons.ts';
import { activePolicies } from './workers.ts';

type Named = Pick<Policy, 'group' | 'provider'>;

/** Policies that resize what another one resizes, by group. None of these groups would be evaluated. */
export function sharedTargets(policies: readonly Named[]): ReadonlyMap<string, Reason> {
  const named = policies.flatMap(({ group, provider }) => {
    const target = targetOf(provider);
    return provider && target !== null ? [{ group, kind: provider.kind, target }] : [];
  });
  const shared = [...groupedBy(named, ({ kind, target }) => `${kind} ${target}`).values()].filter(
    ({ length }) => length > 1,
  );
  return new Map(
    shared.flatMap((same) =>
      same.map(({ group, kind, target }): [string, Reason] => {
        const groups = same.map((each) => each.group).sort();
        return [group, because['target-shared']({ kind, target, groups })];
      }),
    ),
  );
}

/** The same for policies that are written or are to be, among the active ones of the stage. */
export async function sharedWithActive(
  written: readonly Named[],
  groups: () => Promise<readonly string[]>,
  reading: Pick<EvaluationDependencies, 'states' | 'policies'>,
): Promise<ReadonlyMap<string, Reason>> {
  if (written.every(({ provider }) => targetOf(provider) === null)) return new Map();
  const own = new Set(written.map(({ group }) => group));
  const others = (await groups()).filter((group) => !own.has(group));
  const active = await activePolicies((await reading.states.read(others)).usable(), reading);
  const shared = sharedTargets([...active.values(), ...written]);
  return new Map([...shared].filter(([group]) => own.has(group)));
}
