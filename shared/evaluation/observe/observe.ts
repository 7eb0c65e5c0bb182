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
  /** The active policies. `policyErrors` has the errors of policies that cannot be used. */
  readonly policies: ReadonlyMap<string, Policy>;
  readonly policyErrors: ReadonlyMap<string, Error>;
  readonly metrics: Readouts;
  /** The workers of each group, or the error if its provider cannot describe it. */
  readonly descriptions: ReadonlyMap<string, Description | Error>;
  readonly tuned: Tunings;
  /** Capacity pools that are excluded, and until when. Read when first needed, once for all groups. */
  readonly unavailable: () => Promise<ReadonlyMap<string, number>>;
}

/**
 * Reads everything that the decisions need, each kind in one batch. It reads the states first: a later change raises the
 * revision of a state, and a claim on the old revision fails.
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
