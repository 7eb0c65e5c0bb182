import { groupedBy, type Reason, ReasonedError } from '../../model/index.ts';
import type { DescribeRequest, Description, LaunchError, ProviderAdapter, Terminated } from '../provider-adapter.ts';
import { countOf, isAddition } from './plan.ts';
import type { Addition, Plan } from './plan-schema.ts';

/** A worker group, and what its policy says of its provider. */
export type Owner<Config> = Config & { readonly group: string } & Pick<DescribeRequest, 'isPlaced'>;

/** Groups of workers that somebody else launches and replaces, until there are as many as desired. */
export interface SizedGroups<Config>
  extends Pick<ProviderAdapter<Config, Plan>, 'find' | 'markDrained' | 'markReported' | 'setOpen'> {
  /** Identifies what a policy resizes: no two policies may name the same. */
  nameOf(owner: Owner<Config>): string;
  /** By worker group; the error says why one cannot be described. A reasoned error that is thrown is that of all groups. */
  describe(owners: readonly Owner<Config>[], now: number): Promise<ReadonlyMap<string, Description | Error>>;
  /** Why two policies that name the same cannot be evaluated. */
  namedTwice(name: string, groups: readonly string[]): Error;
  /** Carries a plan out unless that was done before, and returns the desired capacity. */
  raise(plan: Addition, activity: string): Promise<{ readonly desired: number }>;
  /** Removes workers with their capacity, as far as they may be removed now. Those that are gone already are gone. */
  remove(name: string, workers: readonly string[], evenBusy: boolean): Promise<Terminated>;
  /** Marks workers as draining until that moment. Those that are gone are passed over. */
  mark(workers: readonly string[], until: number): Promise<void>;
  unmark(workers: readonly string[]): Promise<void>;
  /** A final rejection of a launch; null for any other error. */
  refusalIn(error: unknown): LaunchError | null;
  /** Why less than planned was asked for. */
  lacking(plan: Addition, desired: number): LaunchError;
}

/** The adapter of a provider that has a desired capacity: it launches and replaces; how many, and which ones go, is decided here. */
export function sizedAdapter<Config>(groups: SizedGroups<Config>): Omit<ProviderAdapter<Config, Plan>, 'versions'> {
  async function describe(
    requests: readonly DescribeRequest<Config>[],
    now: number,
  ): Promise<Map<string, Description | Error>> {
    const owners = requests.flatMap(({ group, config, isPlaced = false }): Owner<Config>[] =>
      config ? [{ ...config, group, isPlaced }] : [],
    );
    const byName = groupedBy(owners, (owner) => groups.nameOf(owner));
    const known = [...byName.values()].flatMap((same) => (same.length === 1 ? same : []));
    const described =
      known.length === 0 ? new Map<string, Description | Error>() : await groups.describe(known, now).catch(reasoned);
    const answers = new Map<string, Description | Error>();
    for (const { group, config } of requests) {
      // A group whose policy is gone has nothing that names what it resized.
      if (config === null) answers.set(group, NOTHING);
      else if (described instanceof Error) answers.set(group, described);
      else answers.set(group, described.get(group) ?? namedTwice({ ...config, group }));
    }
    return answers;

    function namedTwice(owner: Owner<Config>): Error {
      const name = groups.nameOf(owner);
      return groups.namedTwice(
        name,
        (byName.get(name) ?? []).map(({ group }) => group),
      );
    }
  }

  return {
    describe,

    async all(requests, now) {
      const described = [...(await describe(requests, now))];
      return {
        workers: described.flatMap(([, each]) => (each instanceof Error ? [] : each.workers)),
        // Those that end are replaced.
        ended: [],
        errors: new Map(described.flatMap(([group, each]) => (each instanceof Error ? [[group, each]] : []))),
        notes: new Map(described.flatMap(([group, each]) => (each instanceof Error ? [] : [[group, each.notes]]))),
      };
    },

    find: (id) => groups.find(id),
    ...(groups.setOpen && { setOpen: groups.setOpen }),

    // Its own bounds were looked at when the plan was made; there is no other limit, and no budget.
    admit: async (plan) => ({ plan, count: countOf(plan), reasons: [], drawn: null }),
    admitRemoval: async () => ({ granted: true, reasons: [], drawn: null }),
    giveBack: async () => {},

    async launch({ plan, activity }) {
      if (!isAddition(plan)) throw new Error('the plan removes workers');
      try {
        const { desired } = await groups.raise(plan, activity);
        const lacking = Math.max(0, plan.target - desired);
        const errors = lacking > 0 ? [groups.lacking(plan, desired)] : [];
        return { launched: [], ordered: Math.max(0, countOf(plan) - lacking), errors };
      } catch (error) {
        const refusal = groups.refusalIn(error);
        if (refusal === null) throw error;
        return { launched: [], ordered: 0, errors: [refusal] };
      }
    },

    startDraining: ({ workers }, until) => groups.mark(workers, until),
    cancelDrain: (_group, workers) => groups.unmark(workers),
    markDrained: (worker) => groups.markDrained(worker),
    markReported: (worker, report, at) => groups.markReported(worker, report, at),
    terminate: ({ workers, plan }, { evenBusy }) => groups.remove(plan.name, workers, evenBusy),

    // It registers its workers with load balancers itself.
    reconcile: async () => {},
  };
}

const NOTHING: Description = { workers: [], ended: [], ordered: 0, notes: [], facts: null };

/** The error of a launch that asked for what the service rejects. */
export const rejected = (code: string, message: string, reason?: Reason): LaunchError => ({
  code,
  message,
  offerings: [],
  capacity: false,
  ...(reason && { reason }),
});

/** A refusal that a person has to act on is an error of all these groups; any other failure is thrown. */
function reasoned(error: unknown): Error {
  if (error instanceof ReasonedError) return error;
  throw error;
}
