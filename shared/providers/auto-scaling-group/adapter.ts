import type { Description, ProviderAdapter } from '../provider-adapter.ts';
import type { ManagedWorker } from '../worker.ts';
import type { DescribedGroup } from './described-group.ts';
import { AutoScalingGroupError } from './errors.ts';
import type { GroupPlan } from './module.ts';
import type { AutoScaling } from './ports.ts';
import { because } from './reasons.ts';
import type { AutoScalingGroupConfig } from './schema.ts';
import { type GroupWorker, sightOf } from './workers.ts';

/** Members of an Auto Scaling group: it launches and replaces, its capacity and who goes are decided here. */
export function autoScalingGroupAdapter(aws: AutoScaling): ProviderAdapter<AutoScalingGroupConfig, GroupPlan> {
  async function describe(
    groups: Parameters<ProviderAdapter<AutoScalingGroupConfig>['describe']>[0],
    now: number,
  ): Promise<Map<string, Description | Error>> {
    const known = groups.flatMap(({ group, config }) => (config ? [{ group, config }] : []));
    const found = await aws.groups(known.map(({ config }) => config.name));
    const members = [...found.values()].flatMap((each) => each.members.map(({ id }) => id));
    const [instances, warnings] = await Promise.all([
      aws.instances(members),
      Promise.all([...found.values()].map((each) => aws.ownPolicies(each, now).catch(() => null))),
    ]);
    const warned = new Map([...found.keys()].map((name, index) => [name, warnings[index] ?? null]));
    const described = known.map(({ group, config }): [string, Description | Error] => {
      const { name } = config;
      const facts = found.get(name);
      if (!facts)
        return [
          group,
          new AutoScalingGroupError(because['group-not-found']({ name }), `no Auto Scaling group ${name}`),
        ];
      const { workers, ordered, notes } = sightOf(facts, instances, now);
      const warning = warned.get(name);
      return [
        group,
        {
          ...{ workers: workers.map((worker) => managed(worker, group, config, now)), ordered, facts },
          notes: warning ? [...notes, warning] : notes,
        },
      ];
    });
    // A group whose policy is gone has nothing that names its Auto Scaling group.
    const unnamed = groups.flatMap(({ group, config }): [string, Description][] => (config ? [] : [[group, NOTHING]]));
    return new Map([...described, ...unnamed]);
  }

  return {
    describe,

    async all(groups, now) {
      const described = [...(await describe(groups, now)).values()];
      return described.flatMap((each) => (each instanceof Error ? [] : each.workers));
    },

    find: (id) => aws.find(id),

    // The group's own maximum was looked at when the plan was made; there is no other limit, and no budget.
    admit: async (plan) => ({ plan, count: countOf(plan), reasons: [], drawn: null }),
    admitRemoval: async () => ({ granted: true, reasons: [], drawn: null }),
    giveBack: async () => {},

    async launch({ plan }) {
      if (!('target' in plan)) throw new Error('the plan is one to remove workers');
      await aws.raise(plan);
      return { launched: [], ordered: countOf(plan), errors: [] };
    },

    startDraining: ({ workers }, until) => aws.mark(workers, until),
    cancelDrain: (_group, workers) => aws.unmark(workers),

    async terminate({ workers, plan }, { evenBusy }) {
      return aws.remove(plan.name, workers, evenBusy);
    },

    // A member reports by its tag alone, which is read with the group.
    markDrained: async () => {},
    // The group registers its members with its own load balancers.
    reconcile: async () => {},
  };
}

const NOTHING: Description = { workers: [], ordered: 0, notes: [], facts: null };

const countOf = (plan: GroupPlan): number => ('target' in plan ? plan.target - plan.from : 0);

/** A member that is not in service after `bootTimeout` is unhealthy; the group replaces it. */
function managed(worker: GroupWorker, group: string, config: AutoScalingGroupConfig, now: number): ManagedWorker {
  const { state, instanceType, market, unhealthy, ...common } = worker;
  const isOverdue = state === 'pending' && now - worker.launchedAt >= config.bootTimeout * 1000;
  return {
    ...common,
    group,
    unhealthy: unhealthy ? because['group-member-unhealthy']({}) : isOverdue ? because['group-boot-timeout']({}) : null,
    serving: state === 'running',
    details: { state, instanceType, market },
  };
}

export const factsOf = (facts: unknown): DescribedGroup => facts as DescribedGroup;
