import { isSelfManaged } from '../../providers/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';
import type { Observed } from './observe.ts';

/** What each process has noted, for as long as its cache lives. */
const noted = new WeakMap<PolicyCache, Set<string>>();
/** Ids take about 50 bytes each. Beyond this many, the process begins anew, which costs a few repeated writes. */
const MOST_REMEMBERED = 100_000;

/**
 * Notes workers that the provider launches by itself, so that events about them are recognized. The workers of other
 * groups are noted when they are launched.
 */
export async function noteSeenWorkers(
  { policies, descriptions }: Pick<Observed, 'policies' | 'descriptions'>,
  cache: PolicyCache,
  { states, clock }: Pick<EvaluationDependencies, 'states' | 'clock'>,
): Promise<void> {
  const known = noted.get(cache) ?? new Set();
  if (known.size > MOST_REMEMBERED) known.clear();
  noted.set(cache, known);
  const ids = [...descriptions].flatMap(([group, description]) => {
    const provider = policies.get(group)?.provider;
    if (description instanceof Error || !provider || !isSelfManaged(provider)) return [];
    return description.workers.map(({ id }) => id).filter((id) => !known.has(id));
  });
  if (ids.length === 0) return;
  await states.noteWorkers(ids, clock());
  for (const id of ids) known.add(id);
}
