import type { QueryCall } from '../../../aws/query/call.ts';
import type { FindInstances } from '../../instances/found-instances.ts';
import { type Addition, isOpen } from '../../sized/index.ts';
import { because } from '../because.ts';
import { type DescribedGroup, isCapacity } from '../described/group.ts';
import { workersOf } from '../described/workers.ts';
import { AutoScalingGroupError } from '../errors.ts';
import type { Removal } from '../ports.ts';
import { setDesiredCapacity, setTemplateVersion, terminateMember } from './change-group.ts';
import { describeGroups } from './describe-groups.ts';

/** The group as it is now; throws an `AutoScalingGroupError` when there is none. */
export async function groupNow(call: QueryCall, name: string): Promise<DescribedGroup> {
  const group = (await describeGroups(call, [name])).get(name);
  if (group !== undefined) return group;
  throw new AutoScalingGroupError(because['group-not-found']({ name }));
}

/**
 * Carries a plan out, however often it is called: the target is absolute, and a capacity that others raised further is
 * left as it is. The instances come later, by themselves.
 */
export async function carryOut(call: QueryCall, plan: Addition): Promise<DescribedGroup> {
  const group = await groupNow(call, plan.name);
  await useTemplate(call, group, plan.template);
  // The group's maximum may have been lowered since: what it still allows is asked for.
  const target = Math.min(plan.target, group.max);
  if (!isOpen({ ...plan, target }, group)) return group;
  await setDesiredCapacity(call, plan.name, target);
  return { ...group, desired: target };
}

/** Has the group launch from this version, unless it does so already. A mixed instances policy stays as it is. */
export async function useTemplate(
  call: QueryCall,
  { name, template, mixed }: DescribedGroup,
  wanted: Addition['template'],
): Promise<void> {
  if (!wanted || mixed || (template?.id === wanted.id && template.version === wanted.version)) return;
  await setTemplateVersion(call, name, wanted);
}

/**
 * Terminates members one by one, each with its capacity. They are looked at again at this moment: a protected one stays,
 * and so does a busy one unless `evenBusy`, and every one that the group's minimum holds; those are not returned.
 */
export async function remove(
  call: QueryCall,
  find: FindInstances,
  name: string,
  ids: readonly string[],
  evenBusy: boolean,
): Promise<Removal> {
  const [group, instances] = await Promise.all([groupNow(call, name), find(ids)]);
  const capacity = new Set(group.members.filter(isCapacity).map(({ id }) => id));
  const owner = { group: name, bootTimeout: Number.POSITIVE_INFINITY };
  const workers = new Map(workersOf(owner, group, instances, 0).map((worker) => [worker.id, worker]));
  const gone: string[] = [];
  for (const [index, id] of ids.entries()) {
    const worker = workers.get(id);
    if (worker === undefined || !capacity.has(id)) gone.push(id);
    else if (!worker.protected && (evenBusy || worker.busy !== true)) {
      const outcome = await terminateMember(call, name, id).catch((error) => goneOrThrow(call, name, id, error));
      if (outcome === 'terminating' || outcome === 'gone') gone.push(id);
      if (outcome === 'at-min') {
        const wanted = group.min - (ids.length - index);
        return { gone, reasons: [because['group-at-min']({ name, min: group.min, wanted: Math.max(0, wanted) })] };
      }
    }
  }
  return { gone, reasons: [] };
}

/**
 * AWS cannot tell the group of a member that is gone, so it denies a call that may only be made for certain groups. If the
 * group still has the member, the permission is missing.
 */
async function goneOrThrow(call: QueryCall, name: string, id: string, error: unknown): Promise<'gone'> {
  const isDenied = error instanceof AutoScalingGroupError && error.reason.code === 'group-access-denied';
  if (!isDenied || (await groupNow(call, name)).members.some((member) => member.id === id)) throw error;
  return 'gone';
}
