import type { Policy } from '../../policy/index.ts';
import { type DescribeRequest, type Description, isSelfManaged } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';

type Describing = Pick<EvaluationDependencies, 'providers' | 'clock'>;

/**
 * Asks every provider once for all its groups; one that fails fails its own groups only. A group without an active policy is included while it has an unfinished
 * activity, or members of a warm pool.
 */
export async function describeGroups(
  states: readonly GroupState[],
  policies: ReadonlyMap<string, Policy>,
  { providers, clock }: Describing,
  known?: ReadonlyMap<string, Description>,
): Promise<Map<string, Description | Error>> {
  const now = clock();
  const withWorkers = states.filter(
    ({ policy, claim, drains, pool }) =>
      policy.version !== null || claim !== null || drains.length + pool.members.length > 0,
  );
  const requests = withWorkers.map(({ group, provider: { launched } }) => ({
    group,
    config: policies.get(group)?.provider ?? null,
    launched: launched.map(({ id }) => id),
    ...(isPlaced(policies.get(group)) && { isPlaced: true }),
  }));
  const answers = await Promise.all(
    providers.all().map(async ({ kind, adapter }) => {
      // The provider of a group without a policy is unknown, so every provider is asked for its workers.
      const own = requests
        .filter(({ config }) => config === null || config.kind === kind)
        .map((request) => withKnown(request, adapter.hasEvents ? known?.get(request.group) : undefined));
      if (own.length === 0) return new Map<string, Description | Error>();
      return adapter.describe(own, now).catch((error: Error) => new Map(own.map(({ group }) => [group, error])));
    }),
  );
  const found = new Map<string, Description | Error>();
  for (const answer of answers) {
    for (const [group, description] of answer) found.set(group, together(found.get(group), description));
  }
  return found;
}

const withKnown = (request: DescribeRequest, known: Description | undefined): DescribeRequest =>
  known ? { ...request, known } : request;

/** Groups of a cluster run on its workers. */
const isPlaced = (policy: Policy | undefined): boolean => policy?.cluster !== undefined && policy.tier !== 'worker';

function together(one: Description | Error | undefined, other: Description | Error): Description | Error {
  if (one === undefined || one instanceof Error || other instanceof Error) return other;
  const sizeOf = ({ workers, members = [] }: Description): number => workers.length + members.length;
  return sizeOf(one) >= sizeOf(other) ? one : other;
}

/**
 * Describes a group again after an activity was completed. A provider that orders capacity by number needs the current
 * number, and workers that a completed launch brought may have ended long ago.
 */
export async function describedAgain(
  state: GroupState,
  policy: Policy,
  before: Description,
  dependencies: Describing,
): Promise<Description> {
  const known = new Set([...before.workers, ...before.ended].map(({ id }) => id));
  const isCurrent = state.provider.launched.every(({ id }) => known.has(id));
  if (!policy.provider || (isCurrent && !isSelfManaged(policy.provider))) return before;
  const again = (await describeGroups([state], new Map([[state.group, policy]]), dependencies)).get(state.group);
  if (again instanceof Error) throw again;
  return again ? withRunning(again, before) : before;
}

/** What runs on the workers was looked up for the whole cluster, and is still true. */
function withRunning(again: Description, before: Description): Description {
  const known = new Map(before.workers.flatMap(({ id, busy, runs }) => (runs ? [[id, { busy, runs }] as const] : [])));
  if (known.size === 0) return again;
  return { ...again, workers: again.workers.map((worker) => ({ ...worker, ...known.get(worker.id) })) };
}
