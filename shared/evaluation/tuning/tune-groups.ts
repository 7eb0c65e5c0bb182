import type { EvaluationDependencies } from '../dependencies.ts';
import { readKnown } from '../observe/known.ts';
import { spreadDueAt, type Tunings, tune } from '../observe/metrics/tuning.ts';
import { withBoots } from '../observe/observe.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';

/** Other processes rarely write the state. */
const ATTEMPTS = 3;

export interface Tuned {
  /** Groups whose result is stored. */
  readonly tuned: readonly string[];
  /** Groups that were no longer due, got no result, or for which no time was left. */
  readonly left: readonly string[];
}

/**
 * Tunes the rules of groups that are due, and stores the results for their next evaluations. A result is stored only if the
 * policy is still the same. It takes no claim and leaves the revision of the state: no evaluation waits for a tuning, or is
 * repeated because of one. If an evaluation at the same time replaces the result, the group is asked for again. A
 * result that includes newer readings stays.
 * `mostMs`: no rule is begun after this time.
 */
export async function tuneGroups(
  groups: readonly string[],
  cache: PolicyCache,
  dependencies: Pick<EvaluationDependencies, 'states' | 'policies' | 'sources' | 'clock'>,
  mostMs: number,
): Promise<Tuned> {
  const known = await readKnown([...new Set(groups)], cache, dependencies);
  const policies = withBoots(known.policies, known.states);
  const found = await tune(policies, known.states, null, dependencies, { mostMs, dueAt: spreadDueAt });
  const versions = new Map(known.states.usable().map(({ group, policy: { version } }) => [group, version]));
  const stored = new Set<string>();
  for (let attempt = 1; attempt <= ATTEMPTS && stored.size < found.size; attempt += 1) {
    await store(found, versions, stored, dependencies);
  }
  return { tuned: [...stored], left: known.groups.filter((group) => !stored.has(group)) };
}

/** Adds the groups whose results it stores to `stored`. */
async function store(
  found: Tunings,
  versions: ReadonlyMap<string, number | null>,
  stored: Set<string>,
  { states, clock }: Pick<EvaluationDependencies, 'states' | 'clock'>,
): Promise<void> {
  const read = await states.read([...found.keys()].filter((group) => !stored.has(group)));
  for (const state of read.usable()) {
    const { group, policy, decision } = state;
    if (policy.version !== versions.get(group) || policy.deleting) continue;
    const newer = Object.entries(found.get(group) ?? {}).filter(
      // Two tunings of a group may run at the same time.
      ([rule, { at }]) => (decision.tuned[rule]?.at ?? 0) <= at,
    );
    if (newer.length === 0) continue;
    const change = { decision: { tuned: { ...decision.tuned, ...Object.fromEntries(newer) } } };
    const tunedAt = Object.fromEntries(
      Object.keys(change.decision.tuned).map((rule) => [rule, decision.tuned[rule]?.at ?? null]),
    );
    if (await states.remember(state, clock(), change, { keepsRevision: true, tunedAt })) stored.add(group);
  }
}
