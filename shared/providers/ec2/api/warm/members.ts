import {
  CreateTagsCommand,
  DeleteTagsCommand,
  type EC2Client,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { groupedBy } from '../../../../model/index.ts';
import { TAG } from '../../../../names/index.ts';
import { codeOf, isCapacityShort, isDenied, isThrottled } from '../../../instances/errors.ts';
import { onPresent } from '../../../instances/present.ts';
import { type SeenInstance, workerOf } from '../../../instances/seen-instance.ts';
import {
  type ParkedInstances,
  type Parking,
  type PoolError,
  type PoolStart,
  poolKey,
  type WarmInstances,
} from '../../ports.ts';
import { isHibernationRefused } from '../../warm/hibernation.ts';

/** What a resizer knows of the instances of a group. */
export interface Own {
  /** Those of the group among these, as they are now. */
  seen(group: string, ids: readonly string[]): Promise<readonly SeenInstance[]>;
  /** The ids of those that still run or are stopped. */
  present(group: string): (ids: readonly string[]) => Promise<readonly string[]>;
}

type Refusal = { readonly code: string; readonly message: string };

/**
 * Whether the activity may have an instance: it has taken it, or it is a member that it has not had before. So a late call
 * does not start what has returned to the pool since.
 */
const isFor = (activity: string, { warm, activity: by }: ReturnType<typeof workerOf>): boolean =>
  warm === true ? by !== activity : by === activity;
/** Whether an instance is to be started now. */
const isToStart = (activity: string) => (instance: SeenInstance) => {
  const worker = workerOf(instance);
  return worker.state === 'stopped' && isFor(activity, worker);
};
/** Whether the activity has started it; a member of a running pool only changes its tags. */
const isStarted = (activity: string) => (instance: SeenInstance) => {
  const worker = workerOf(instance);
  return (worker.state === 'pending' || worker.state === 'running') && isFor(activity, worker);
};

/**
 * Tags come first: what they do not make a member any more, no other activity takes. A start that EC2 refuses makes it a
 * member again.
 */
export const memberStarts =
  (client: EC2Client, own: Own): WarmInstances['startMembers'] =>
  async (group, activity, members) => {
    const seen = await own.seen(
      group,
      members.map(({ id }) => id),
    );
    const [resting, up] = [seen.filter(isToStart(activity)), seen.filter(isStarted(activity))];
    const tagged = [...resting, ...up].filter((instance) => workerOf(instance).warm === true);
    await tag(client, own, group, idsOf(tagged), startTags(activity));
    const isResting = new Set(idsOf(resting));
    const errors: PoolError[] = [];
    const started = new Set(idsOf(up));
    const pools = groupedBy(
      members.filter(({ id }) => isResting.has(id)),
      ({ instanceType, subnet }) => `${instanceType}/${subnet}`,
    );
    for (const some of pools.values()) {
      const { done, refusal } = await inHalves(idsIn(some), (ids) =>
        onPresent(ids, (chunk) => client.send(new StartInstancesCommand({ InstanceIds: chunk })), own.present(group)),
      );
      for (const id of done) started.add(id);
      if (refusal)
        errors.push(
          startError(
            refusal,
            some,
            idsIn(some).filter((id) => !done.includes(id)),
          ),
        );
    }
    const left = idsOf(resting).filter((id) => !started.has(id));
    await tag(client, own, group, left, { [TAG.warm]: 'true' });
    const launched = members
      .filter(({ id }) => started.has(id))
      .map(({ id, instanceType, subnet }) => ({ id, instanceType, subnet, market: 'on-demand' as const }));
    return { launched, errors };
  };

/** A member reports anew when it is ready: what it has reported while it was prepared, does not count. */
const startTags = (activity: string) => ({ [TAG.activity]: activity, [TAG.warm]: 'false', [TAG.ready]: 'false' });

function startError({ code, message }: Refusal, asked: readonly PoolStart[], members: readonly string[]): PoolError {
  const capacity = isCapacityShort(code);
  const pools = [...new Set(asked.map((each) => poolKey(each, 'on-demand')))];
  // The members that were not started are still there: the next evaluation launches others, or tries again.
  return { code, message, capacity, pools: capacity ? pools : [], retry: isDenied(code) ? 'soon' : 'now', members };
}

/** Workers that return become members before they stop: what stops without that is taken for a worker that ended. */
export const memberParking =
  (client: EC2Client, own: Own): WarmInstances['park'] =>
  async (group, ids, { state, returns }) => {
    const seen = await own.seen(group, ids);
    const isFree = (instance: SeenInstance): boolean => {
      const { busy, protected: isProtected } = workerOf(instance);
      return busy !== true && !isProtected;
    };
    const members = seen.filter((instance) => workerOf(instance).warm === true);
    const coming = returns ? seen.filter((each) => !members.includes(each) && isFree(each)) : [];
    await tag(client, own, group, idsOf(coming), { [TAG.warm]: 'true', [TAG.ready]: 'false' });
    await onPresent(
      idsOf(coming),
      (chunk) =>
        client.send(
          new DeleteTagsCommand({ Resources: chunk, Tags: [{ Key: TAG.drainingUntil }, { Key: TAG.drained }] }),
        ),
      own.present(group),
    );
    const all = [...members, ...coming];
    if (state === 'running') return { parked: idsOf(all), errors: [] };
    const resting = all.filter((each) => each.state === 'stopping' || each.state === 'stopped');
    const running = all.filter((each) => each.state === 'running' && isFree(each));
    const stopped = await stop(client, own, group, idsOf(running), state);
    return { ...stopped, parked: [...idsOf(resting), ...stopped.parked] };
  };

/**
 * What cannot hibernate is stopped: it is prepared all the same. Hibernation must have been enabled at the launch.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/enabling-hibernation.html
 */
async function stop(
  client: EC2Client,
  own: Own,
  group: string,
  ids: readonly string[],
  state: Parking['state'],
): Promise<ParkedInstances> {
  const stopAll = (isHibernation: boolean) => (some: readonly string[]) =>
    onPresent(
      some,
      (chunk) =>
        client.send(new StopInstancesCommand({ InstanceIds: chunk, ...(isHibernation && { Hibernate: true }) })),
      own.present(group),
    );
  const first = await inHalves(ids, stopAll(state === 'hibernated'), { isExhaustive: true });
  if (first.refusal === null) return { parked: first.done, errors: [] };
  const errors = [first.refusal];
  if (!isHibernationRefused(first.refusal.code)) return { parked: first.done, errors };
  const left = ids.filter((id) => !first.done.includes(id));
  const plainly = await inHalves(left, stopAll(false), { isExhaustive: true });
  return { parked: [...first.done, ...plainly.done], stopped: plainly.done, errors };
}

/** What EC2 answers without having done anything. All else leaves the outcome unknown. */
const isFinal = (code: string): boolean =>
  isCapacityShort(code) || isThrottled(code) || isHibernationRefused(code) || code === 'IncorrectInstanceState';

/**
 * EC2 refuses a whole call because of one instance. So the call is repeated with each half; of a shortage, only as long as
 * the first half had some.
 */
async function inHalves(
  ids: readonly string[],
  call: (ids: readonly string[]) => Promise<unknown>,
  { isExhaustive = false } = {},
): Promise<{ readonly done: readonly string[]; readonly refusal: Refusal | null }> {
  if (ids.length === 0) return { done: [], refusal: null };
  try {
    await call(ids);
    return { done: ids, refusal: null };
  } catch (error) {
    const code = codeOf(error);
    if (!isFinal(code)) throw error;
    const refusal = { code, message: (error as Error).message };
    if (ids.length === 1 || isThrottled(code)) return { done: [], refusal };
    const half = Math.ceil(ids.length / 2);
    const first = await inHalves(ids.slice(0, half), call, { isExhaustive });
    const goesOn = isExhaustive || first.done.length > 0 || !isCapacityShort(code);
    const second = goesOn ? await inHalves(ids.slice(half), call, { isExhaustive }) : { done: [], refusal };
    return { done: [...first.done, ...second.done], refusal: first.refusal ?? second.refusal ?? refusal };
  }
}

async function tag(
  client: EC2Client,
  own: Own,
  group: string,
  ids: readonly string[],
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await onPresent(ids, (chunk) => client.send(new CreateTagsCommand({ Resources: chunk, Tags })), own.present(group));
}

const idsOf = (instances: readonly SeenInstance[]): string[] => instances.map(({ id }) => id);
const idsIn = (members: readonly PoolStart[]): string[] => members.map(({ id }) => id);
