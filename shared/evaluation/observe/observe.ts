import type { Policy } from '../../policy/index.ts';
import type { PriceBook } from '../../prices/index.ts';
import type { Description } from '../../providers/index.ts';
import type { Readouts, SourceRequest } from '../../sources/index.ts';
import type { GroupState, StatesRead } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { PolicyCache } from '../policies/policy-cache.ts';
import { readPrices } from '../prices/priced.ts';
import type { Sized } from '../rightsizing/apply.ts';
import { withSizes } from '../rightsizing/sizing.ts';
import { describeGroups } from './describe-groups.ts';
import { requestsOf, workerRequestsOf } from './metric-requests.ts';
import { type Tunings, tune } from './tuning.ts';

export interface Observed {
  readonly states: StatesRead;
  /** The active policies, with the types that right-sizing has chosen. `policyErrors` has the errors of policies that cannot be used. */
  readonly policies: ReadonlyMap<string, Policy>;
  readonly policyErrors: ReadonlyMap<string, Error>;
  readonly metrics: Readouts;
  /** The workers of each group, or the error if its provider cannot describe it. */
  readonly descriptions: ReadonlyMap<string, Description | Error>;
  readonly tuned: Tunings;
  readonly prices: PriceBook;
  /** What right-sizing has changed in a group's policy. */
  readonly sized: Pick<Sized, 'changes' | 'unasked'>;
  /** Capacity pools that are excluded, and until when. Read when first needed, once for all groups. */
  readonly unavailable: () => Promise<ReadonlyMap<string, number>>;
}

/**
 * Reads everything that the decisions need, each kind in one batch; metrics of workers once these are known. It reads the
 * states first: a later change raises the revision of a state, and a claim on the old revision fails.
 */
export async function observe(
  groups: readonly string[],
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
): Promise<Observed> {
  const states = await dependencies.states.read(groups);
  const usable = states.usable();
  const inForce = usable.flatMap(({ group, policy: { version } }) => (version === null ? [] : [{ group, version }]));
  const { policies: accepted, errors: policyErrors } = await cache.read(inForce, dependencies.policies);
  const sized = await withSizes(accepted, dependencies);
  const { policies } = sized;
  const requests = [...policies.values()].flatMap(requestsOf);
  const [ofGroups, descriptions, prices] = await Promise.all([
    read(requests, dependencies),
    describeGroups(usable, policies, dependencies),
    readPrices(policies.values(), dependencies),
  ]);
  const ofWorkers = await read(
    usable.flatMap((state) => workerRequests(state, policies, descriptions)),
    dependencies,
  );
  const metrics = ofWorkers.size > 0 ? new Map([...ofGroups, ...ofWorkers]) : ofGroups;
  const tuned = await tune(policies, states, metrics, dependencies);
  const unavailable = once(() => dependencies.offerings.read());
  return { states, policies, policyErrors, metrics, descriptions, tuned, prices, sized, unavailable };
}

const read = async (
  requests: readonly SourceRequest[],
  { sources, clock }: Pick<EvaluationDependencies, 'sources' | 'clock'>,
): Promise<Readouts> => (requests.length > 0 ? sources.read(requests, clock()) : new Map());

/** The values of workers that drain are not needed. */
function workerRequests(
  { group, drains }: GroupState,
  policies: Observed['policies'],
  descriptions: Observed['descriptions'],
): SourceRequest[] {
  const [policy, description] = [policies.get(group), descriptions.get(group)];
  if (!policy || !description || description instanceof Error) return [];
  const isDraining = new Set(drains.flatMap(({ workers }) => workers));
  return workerRequestsOf(
    policy,
    description.workers.map(({ id }) => id).filter((id) => !isDraining.has(id)),
  );
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
