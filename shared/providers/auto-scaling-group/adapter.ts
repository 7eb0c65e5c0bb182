import { lazyModule, type Reason } from '../../model/index.ts';
import type { Description, LaunchError, ProviderAdapter } from '../provider-adapter.ts';
import { type Addition, awsCode, type Plan, rejected, sizedAdapter } from '../sized/index.ts';
import { because } from './because.ts';
import { type DescribedGroup, orderedBy } from './described/group.ts';
import { notesOn, workersOf } from './described/workers.ts';
import { AutoScalingGroupError } from './errors.ts';
import type { AutoScaling } from './ports.ts';
import type { Versioned } from './rollout/part.ts';

/** Members of an Auto Scaling group: it launches and replaces; its capacity, and which workers go, are decided here. */
export function autoScalingGroupAdapter(aws: AutoScaling): ProviderAdapter<Versioned, Plan> {
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

  const sized = sizedAdapter<Versioned>({
    nameOf: ({ name }) => name,

    async describe(owners, now) {
      const names = owners.map(({ name }) => name);
      const [found, instances] = await Promise.all([aws.groups(names), aws.membersOf(names)]);
      const answers = owners.map(async (owner): Promise<[string, Description | Error]> => {
        const { group, name } = owner;
        const facts = found.get(name);
        if (!facts) return [group, new AutoScalingGroupError(because['group-not-found']({ name }))];
        const ordered = orderedBy(facts);
        const workers = workersOf(owner, facts, instances, now);
        return [group, { workers, ended: [], ordered, notes: await notesFor(facts, ordered, now), facts }];
      });
      return new Map(await Promise.all(answers));
    },

    namedTwice: (name, groups) => new AutoScalingGroupError(because['group-named-twice']({ name, groups })),
    raise: (plan) => aws.raise(plan),
    remove: (name, workers, evenBusy) => aws.remove(name, workers, evenBusy),
    mark: (workers, until) => aws.mark(workers, until),
    unmark: (workers) => aws.unmark(workers),
    markDrained: (worker) => aws.markDrained(worker),
    markReported: (worker, report, at) => aws.markReported(worker, report, at),
    find: (id) => aws.find(id),
    refusalIn,
    lacking,
  });
  return {
    ...sized,
    versions: {
      current: async (configs) => (await versions()).currentVersions(configs, aws),
      target: async (config, version) => (await versions()).targetVersion(config, version, aws),
    },
    /** A rollout that goes back launches nothing, yet the group must not launch the new version any more. */
    async reconcile({ config: { launches }, facts }) {
      const group = facts as DescribedGroup | null;
      if (launches && group && !group.deleting) await aws.useTemplate(group, launches);
    },
  };
}

const versions = lazyModule(() => import('./rollout/versions.ts'));

const lacking = ({ from, target }: Addition, desired: number): LaunchError =>
  desired < from
    ? rejected('CapacityLowered', `the desired capacity was lowered from ${from} to ${desired} meanwhile`)
    : rejected('AtMaxSize', `MaxSize was lowered and leaves out ${target - desired}`);

/** A final rejection: the group is gone, or AWS rejects the request itself. A missing permission is not final. */
function refusalIn(error: unknown): LaunchError | null {
  if (error instanceof AutoScalingGroupError) {
    return error.reason.code === 'group-not-found' ? rejected(error.reason.code, error.message) : null;
  }
  const { code, message } = awsCode(error);
  return code === 'ValidationError' ? rejected(code, message) : null;
}
