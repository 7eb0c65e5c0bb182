import { groupedBy, type Reason } from '../../model/index.ts';
import type { DescribeRequest, Description, LaunchError, ProviderAdapter } from '../provider-adapter.ts';
import { type DescribedGroup, orderedBy } from './described/group.ts';
import { notesOn, workersOf } from './described/workers.ts';
import { AutoScalingGroupError, autoScalingCode } from './errors.ts';
import { type Addition, isAddition, type Plan } from './plan.ts';
import type { AutoScaling } from './ports.ts';
import { because } from './reasons.ts';
import type { AutoScalingGroupConfig } from './schema.ts';

/** Members of an Auto Scaling group: it launches and replaces; its capacity, and which workers go, are decided here. */
export function autoScalingGroupAdapter(aws: AutoScaling): ProviderAdapter<AutoScalingGroupConfig, Plan> {
  async function describe(
    groups: readonly DescribeRequest<AutoScalingGroupConfig>[],
    now: number,
  ): Promise<Map<string, Description | Error>> {
    const known = groups.flatMap(({ group, config }) => (config ? [{ group, ...config }] : []));
    const byName = groupedBy(known, ({ name }) => name);
    const names = [...byName.keys()];
    const listed = await Promise.all([aws.groups(names), aws.membersOf(names)]).catch(errorForAll);
    if (listed instanceof Error) return new Map(groups.map(({ group, config }) => [group, config ? listed : NOTHING]));
    const [found, instances] = listed;
    const described = await Promise.all(
      known.map(async (owner): Promise<[string, Description | Error]> => {
        const { group, name } = owner;
        const owners = (byName.get(name) ?? []).map((one) => one.group);
        if (owners.length > 1) return [group, refused(because['group-named-twice']({ name, groups: owners }))];
        const facts = found.get(name);
        if (!facts) return [group, refused(because['group-not-found']({ name }))];
        const ordered = orderedBy(facts);
        const workers = workersOf(owner, facts, instances, now);
        return [group, { workers, ended: [], ordered, notes: await notesFor(facts, ordered, now), facts }];
      }),
    );
    // A group whose policy is gone has nothing that names its Auto Scaling group.
    const unnamed = groups.flatMap(({ group, config }): [string, Description][] => (config ? [] : [[group, NOTHING]]));
    return new Map([...described, ...unnamed]);
  }

  /** What only informs must not keep a group from being described. */
  async function notesFor(facts: DescribedGroup, ordered: number, now: number): Promise<Reason[]> {
    const { name } = facts;
    const [message, warning] = await Promise.all([
      ordered > 0 ? aws.lastFailure(name).catch(() => null) : null,
      aws.ownPolicies(facts, now).catch(() => null),
    ]);
    return [
      ...notesOn(facts),
      ...(message === null ? [] : [because['group-cannot-launch']({ name, lacking: ordered, message })]),
      ...(warning === null ? [] : [warning]),
    ];
  }

  return {
    describe,

    async all(groups, now) {
      const described = [...(await describe(groups, now))];
      return {
        workers: described.flatMap(([, each]) => (each instanceof Error ? [] : each.workers)),
        // The group replaces the members that end.
        ended: [],
        errors: new Map(described.flatMap(([group, each]) => (each instanceof Error ? [[group, each]] : []))),
        notes: new Map(described.flatMap(([group, each]) => (each instanceof Error ? [] : [[group, each.notes]]))),
      };
    },

    find: (id) => aws.find(id),

    // The group's own maximum was looked at when the plan was made; there is no other limit, and no budget.
    admit: async (plan) => ({ plan, count: countOf(plan), reasons: [], drawn: null }),
    admitRemoval: async () => ({ granted: true, reasons: [], drawn: null }),
    giveBack: async () => {},

    async launch({ plan }) {
      if (!isAddition(plan)) throw new Error('the plan removes workers');
      try {
        const { desired } = await aws.raise(plan);
        const lacking = Math.max(0, plan.target - desired);
        const errors = lacking > 0 ? [lowered(plan, desired, lacking)] : [];
        return { launched: [], ordered: Math.max(0, countOf(plan) - lacking), errors };
      } catch (error) {
        const refusal = refusalIn(error);
        if (refusal === null) throw error;
        return { launched: [], ordered: 0, errors: [refusal] };
      }
    },

    startDraining: ({ workers }, until) => aws.mark(workers, until),
    cancelDrain: (_group, workers) => aws.unmark(workers),
    markDrained: (worker) => aws.markDrained(worker),
    markReported: (worker, report, at) => aws.markReported(worker, report, at),

    async terminate({ workers, plan }, { evenBusy }) {
      return aws.remove(plan.name, workers, evenBusy);
    },

    // The group registers its members with its own load balancers.
    reconcile: async () => {},
  };
}

const NOTHING: Description = { workers: [], ended: [], ordered: 0, notes: [], facts: null };

/** A refusal that a person has to act on is an error of these groups; any other failure is thrown. */
function errorForAll(error: unknown): AutoScalingGroupError {
  if (error instanceof AutoScalingGroupError) return error;
  throw error;
}

const countOf = (plan: Plan): number => (isAddition(plan) ? plan.target - plan.from : 0);

const refused = (reason: Reason): AutoScalingGroupError => new AutoScalingGroupError(reason);

const lowered = ({ from }: Addition, desired: number, lacking: number): LaunchError =>
  desired < from
    ? errorOf('CapacityLowered', `the desired capacity was lowered from ${from} to ${desired} meanwhile`)
    : errorOf('AtMaxSize', `MaxSize was lowered and leaves out ${lacking}`);

const errorOf = (code: string, message: string): LaunchError => ({ code, message, offerings: [], capacity: false });

/** A final rejection: the group is gone, or AWS rejects the request itself. A missing permission is not final. */
function refusalIn(error: unknown): LaunchError | null {
  if (error instanceof AutoScalingGroupError) {
    return error.reason.code === 'group-not-found' ? errorOf(error.reason.code, error.message) : null;
  }
  const { code, message } = autoScalingCode(error);
  return code === 'ValidationError' ? errorOf(code, message) : null;
}
