import { inTurns } from '../../../model/index.ts';
import { isSelfManaged, type ManagedWorker } from '../../../providers/index.ts';
import type { EvaluationDependencies } from '../../dependencies.ts';
import type { PolicyCache } from '../../policies/policy-cache.ts';
import type { Observed } from '../observe.ts';

/** The groups of the workers that each process has noted, for as long as its cache lives. */
const noted = new WeakMap<PolicyCache, Map<string, string>>();
/** Ids take about 50 bytes each. Beyond this many, the process begins anew, which costs a few repeated writes. */
const MOST_REMEMBERED = 100_000;
const GROUPS_AT_ONCE = 10;

/**
 * Notes workers that the provider or a person launched, so that events about them are recognized. Workers that Headcount
 * launches are noted then.
 */
export async function noteSeenWorkers(
  { policies, descriptions }: Pick<Observed, 'policies' | 'descriptions'>,
  cache: PolicyCache,
  { states, clock }: Pick<EvaluationDependencies, 'states' | 'clock'>,
): Promise<void> {
  const known = noted.get(cache) ?? new Map<string, string>();
  if (known.size > MOST_REMEMBERED) known.clear();
  noted.set(cache, known);
  await inTurns([...descriptions], GROUPS_AT_ONCE, async ([group, description]) => {
    const provider = policies.get(group)?.provider;
    if (description instanceof Error || !provider) return;
    // A worker without an activity was launched by hand, with the tags of the group.
    const isForeign = ({ activity }: ManagedWorker) => activity === null || isSelfManaged(provider);
    const ids = description.workers
      .filter(isForeign)
      .map(({ id }) => id)
      .filter((id) => known.get(id) !== group);
    if (ids.length === 0) return;
    await states.noteWorkers(group, ids, clock());
    for (const id of ids) known.set(id, group);
  });
}
