import type { Policy } from '../../policy/index.ts';
import type { Description } from '../../providers/index.ts';
import type { Readouts } from '../../sources/index.ts';
import type { StatesRead } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';
import { describeGroups } from './describe-groups.ts';
import { requestsOf } from './metric-requests.ts';
import { type Tunings, tune } from './tuning.ts';

export interface Observed {
  readonly states: StatesRead;
  /** Policies in force; one that cannot be used is left out, and `policyErrors` says why. */
  readonly policies: ReadonlyMap<string, Policy>;
  readonly policyErrors: ReadonlyMap<string, Error>;
  readonly metrics: Readouts;
  /** Workers by group; the error of a group that its provider cannot describe. */
  readonly descriptions: ReadonlyMap<string, Description | Error>;
  readonly tuned: Tunings;
  /** Capacity that providers were lately short of, and until when it is left out. Read once for all, when it is needed. */
  readonly unavailable: () => Promise<ReadonlyMap<string, number>>;
}

/**
 * Reads all that the groups' decisions need, each kind in one batch. The states come first: whatever changes after
 * they were read raises a revision, and the claim that relied on it is lost.
 */
export async function observe(
  groups: readonly string[],
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
): Promise<Observed> {
  const states = await dependencies.states.read(groups);
  const usable = states.usable();
  const inForce = usable.flatMap(({ group, policy: { version } }) => (version === null ? [] : [{ group, version }]));
  const { policies, errors: policyErrors } = await cache.read(inForce, dependencies.policies);
  const requests = [...policies.values()].flatMap(requestsOf);
  const [metrics, descriptions] = await Promise.all([
    requests.length > 0 ? dependencies.sources.read(requests, dependencies.clock()) : new Map(),
    describeGroups(usable, policies, dependencies),
  ]);
  const tuned = await tune(policies, states, metrics, dependencies);
  const unavailable = once(() => dependencies.offerings.read());
  return { states, policies, policyErrors, metrics, descriptions, tuned, unavailable };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
