import { type EvaluationDependencies, PolicyCache } from '../../evaluation/index.ts';
import { type Reason, ReasonedError } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { type Description, type EndedWorker, isEphemeral, type ManagedWorker } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import { because } from '../reasons.ts';

type Reading = Pick<EvaluationDependencies, 'states' | 'policies' | 'providers' | 'clock'>;

export interface StageWorkers {
  readonly workers: readonly ManagedWorker[];
  /** Workers that are stopped, and those that ended lately. */
  readonly ended: readonly EndedWorker[];
  /** Members of warm pools. */
  readonly members: readonly ManagedWorker[];
  /** Groups whose workers end after one job. */
  readonly ephemeral: ReadonlySet<string>;
  /** The groups that their providers cannot describe, with the reason. Evaluations of these groups fail. */
  readonly undescribed: ReadonlyMap<string, Reason>;
  /** What the providers say about groups; a group without a note may be missing. */
  readonly notes: ReadonlyMap<string, readonly Reason[]>;
}

/** The workers of the stage from all providers, including those of unknown groups. */
export async function stageWorkers(groups: readonly string[], dependencies: Reading): Promise<StageWorkers> {
  const { providers, clock } = dependencies;
  const requests = await requestsFor(groups, dependencies);
  const listings = await Promise.all(
    providers.all().map(({ kind, adapter }) => {
      const own = requests.filter(({ config }) => config?.kind === kind);
      return adapter.all(own, clock());
    }),
  );
  const errors = listings.flatMap((listing) => [...listing.errors]);
  return {
    workers: listings.flatMap(({ workers }) => workers),
    ended: listings.flatMap(({ ended }) => ended),
    members: listings.flatMap(({ members = [] }) => members),
    ephemeral: new Set(requests.flatMap(({ group, config }) => (isEphemeral(config ?? undefined) ? [group] : []))),
    undescribed: new Map(errors.map(([group, error]) => [group, describeFailure(error)])),
    notes: new Map(listings.flatMap((listing) => [...listing.notes])),
  };
}

export interface DescribedGroup {
  /** Null if the provider cannot describe the group. */
  readonly workers: readonly ManagedWorker[] | null;
  /** Why the provider cannot describe the group. */
  readonly undescribed: Reason | undefined;
  readonly notes: readonly Reason[];
}

/** The workers of these groups alone, as their providers describe them. A group without a readable policy may have any. */
export async function describedGroups(
  states: readonly GroupState[],
  policies: ReadonlyMap<string, Policy>,
  { providers, clock }: Pick<Reading, 'providers' | 'clock'>,
): Promise<ReadonlyMap<string, DescribedGroup>> {
  const requests = states.map(({ group }) => ({ group, config: policies.get(group)?.provider ?? null }));
  const answers = await Promise.all(
    providers.all().map(({ kind, adapter }) => {
      const own = requests.filter(({ config }) => config === null || config.kind === kind);
      return own.length > 0 ? adapter.describe(own, clock()) : NONE;
    }),
  );
  return new Map(
    requests.map(({ group }) => {
      const found = answers.flatMap((answer) => answer.get(group) ?? []);
      const error = found.find((each): each is Error => each instanceof Error);
      const descriptions = found.filter((each): each is Description => !(each instanceof Error));
      return [
        group,
        {
          workers: error ? null : descriptions.flatMap(({ workers }) => [...workers]),
          undescribed: error && describeFailure(error),
          notes: descriptions.flatMap(({ notes }) => [...notes]),
        },
      ];
    }),
  );
}

/** That workers of a group report something unreadable, which changes nothing; no more than one note. */
export function reportNotes(workers: readonly ManagedWorker[]): Reason[] {
  const odd = workers.filter(({ reported }) => (reported?.unreadable ?? []).length > 0);
  const [first] = odd;
  const cause = first?.reported?.unreadable[0];
  return first && cause ? [because['unreadable-reports']({ workers: odd.length, worker: first.id, cause })] : [];
}

/** The workers of one group, as its provider describes them. Throws when the provider cannot describe them. */
export async function workersOf(group: string, dependencies: Reading): Promise<readonly ManagedWorker[]> {
  const { providers, clock } = dependencies;
  const requests = await requestsFor([group], dependencies);
  const answers = await Promise.all(
    providers.all().map(({ kind, adapter }) => {
      const own = requests.filter(({ config }) => config === null || config.kind === kind);
      return own.length > 0 ? adapter.describe(own, clock()) : new Map();
    }),
  );
  return answers.flatMap((answer) => {
    const description = answer.get(group);
    if (description instanceof Error) throw description;
    return description?.workers ?? [];
  });
}

/**
 * What the providers say about groups with these policies: their notes, or why they cannot describe a group. It only
 * informs, so a failed call has no notes.
 */
export async function providerNotes(
  policies: readonly Pick<Policy, 'group' | 'provider'>[],
  { providers, clock }: Pick<Reading, 'providers' | 'clock'>,
): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const requests = policies.map(({ group, provider: config }) => ({ group, config: config ?? null }));
  const answers = await Promise.all(
    providers.all().map(async ({ kind, adapter }) => {
      const own = requests.filter(({ config }) => config?.kind === kind);
      return own.length > 0 ? adapter.describe(own, clock()).catch(() => NONE) : NONE;
    }),
  );
  return new Map(
    answers.flatMap((answer) =>
      [...answer].map(([group, each]) => [group, each instanceof Error ? [describeFailure(each)] : each.notes]),
    ),
  );
}

const NONE: ReadonlyMap<string, Description | Error> = new Map();

/** Why a provider cannot describe a group: its own reason if it gives one. */
export const describeFailure = (error: Error): Reason =>
  error instanceof ReasonedError ? error.reason : because['describe-failed']({ message: error.message });

async function requestsFor(groups: readonly string[], reading: Reading) {
  const usable = (await reading.states.read(groups)).usable();
  const accepted = await activePolicies(usable, reading);
  return usable.map(({ group }) => ({ group, config: accepted.get(group)?.provider ?? null }));
}

/** The active policies of groups; those that cannot be read are left out. */
export const activePolicies = async (
  states: readonly GroupState[],
  reading: Pick<Reading, 'policies'>,
): Promise<ReadonlyMap<string, Policy>> => (await readPolicies(states, reading)).policies;

/** The active policies of groups, and the errors of those that cannot be read. */
export async function readPolicies(states: readonly GroupState[], { policies }: Pick<Reading, 'policies'>) {
  const inForce = states.flatMap(({ group, policy: { version } }) => (version === null ? [] : [{ group, version }]));
  return new PolicyCache().read(inForce, policies);
}
