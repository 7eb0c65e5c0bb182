import { CreateTagsCommand, DeleteTagsCommand, type EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { inChunks } from '../../../model/index.ts';
import { TAG } from '../../../names/index.ts';
import { codeOf, isTerminationRefused } from '../../instances/errors.ts';
import { IDS_PER_CALL, onPresent } from '../../instances/present.ts';
import {
  type DescribeInstances,
  FILTER_VALUES_PER_CALL,
  type SeenInstance,
  workerOf,
} from '../../instances/seen-instance.ts';
import type { LaunchedInstance, Resizer, WarmInstances } from '../ports.ts';
import { ec2Launcher } from './launching/launcher.ts';
import { memberParking, memberStarts } from './warm/members.ts';

const LEAVING: ReadonlySet<string> = new Set(['shutting-down', 'terminated']);

/**
 * Launches and terminates instances. Throws if the outcome of a call is unknown or a permission is missing; you may then
 * repeat the call with the same token. A final rejection (no capacity, a missing launch template, termination protection)
 * is an outcome.
 */
export function ec2Resizer(client: EC2Client, describe: DescribeInstances, stage: string): Resizer & WarmInstances {
  const isOurs = (group: string, { tags }: SeenInstance) => tags[TAG.group] === group && tags[TAG.stage] === stage;
  const isLeaving = ({ state }: SeenInstance) => LEAVING.has(state);
  const isAlive = (instance: SeenInstance) => !isLeaving(instance);

  async function seen(ids: readonly string[]): Promise<SeenInstance[]> {
    // A filter is used because one missing instance would fail a call by ids.
    const chunks = inChunks(ids, FILTER_VALUES_PER_CALL);
    const answers = await Promise.all(chunks.map((values) => describe([{ name: 'instance-id', values }])));
    const wanted = new Set(ids);
    return answers.flat().filter(({ id }) => wanted.has(id));
  }

  /** Those of the group that still run. One that EC2 no longer knows is missing, or has no tags any more. */
  const present = (group: string) => async (ids: readonly string[]) =>
    (await seen(ids)).filter((instance) => isOurs(group, instance) && isAlive(instance)).map(({ id }) => id);

  /** The instances of the activity that still run. */
  async function launchedBy(group: string, activity: string): Promise<LaunchedInstance[]> {
    const found = await describe([
      { name: `tag:${TAG.activity}`, values: [activity] },
      { name: `tag:${TAG.group}`, values: [group] },
      { name: `tag:${TAG.stage}`, values: [stage] },
    ]);
    const alive = found.filter(isAlive);
    return alive
      .map(workerOf)
      .map(({ id, instanceType, market, subnet = '' }) => ({ id, instanceType, market, subnet }));
  }

  const own = {
    seen: async (group: string, ids: readonly string[]) =>
      (await seen(ids)).filter((instance) => isOurs(group, instance) && isAlive(instance)),
    present,
  };

  const launch = ec2Launcher(client, stage, launchedBy);

  /** With the reservations that EC2 shows by now. A fleet's answer has none, and a launch does not fail because of them. */
  async function reserved(launched: readonly LaunchedInstance[]): Promise<readonly LaunchedInstance[]> {
    const shown = await seen(launched.map(({ id }) => id)).catch(() => []);
    const reservations = new Map(shown.map(({ id, reservation }) => [id, reservation]));
    return launched.map((each) => {
      const reservation = reservations.get(each.id);
      return reservation ? { ...each, reservation } : each;
    });
  }

  return {
    async launch(group, activity, intent) {
      const outcome = await launch(group, activity, intent);
      return intent.reservations === undefined ? outcome : { ...outcome, launched: await reserved(outcome.launched) };
    },

    async markDraining(group, ids, until) {
      const ours = await present(group)(ids);
      const mark = { Key: TAG.drainingUntil, Value: new Date(until).toISOString() };
      await onPresent(
        ours,
        (chunk) => client.send(new CreateTagsCommand({ Resources: chunk, Tags: [mark] })),
        present(group),
      );
    },

    async cancelDrain(group, ids) {
      const ours = await present(group)(ids);
      // Tags without a value match any value.
      const marks = [{ Key: TAG.drainingUntil }, { Key: TAG.drained }];
      await onPresent(
        ours,
        (chunk) => client.send(new DeleteTagsCommand({ Resources: chunk, Tags: marks })),
        present(group),
      );
    },

    async terminate(group, ids, evenBusy) {
      const mayGo = (instance: SeenInstance): boolean => {
        const worker = workerOf(instance);
        return !worker.protected && (evenBusy || worker.busy !== true);
      };
      const gone: string[] = [];
      // Each chunk is described just before it is terminated, so that its tags are current.
      for (const chunk of inChunks(ids, IDS_PER_CALL)) {
        const found = new Map((await seen(chunk)).map((instance) => [instance.id, instance]));
        // EC2 removes the tags of an instance some time after its end, so one that ends is gone whatever its tags.
        const [leaving, alive] = [[...found.values()].filter(isLeaving), [...found.values()].filter(isAlive)];
        const candidates = alive.filter((instance) => isOurs(group, instance) && mayGo(instance)).map(({ id }) => id);
        const kept = new Set<string>();
        const terminate = async (some: string[]): Promise<void> => {
          for (const id of await terminateOrKeep(client, some)) kept.add(id);
        };
        await onPresent(candidates, terminate, present(group));
        const ending = new Set([...leaving.map(({ id }) => id), ...candidates].filter((id) => !kept.has(id)));
        gone.push(...chunk.filter((id) => ending.has(id) || !found.has(id)));
      }
      return gone;
    },

    startMembers: memberStarts(client, own),
    park: memberParking(client, own),
  };
}

/**
 * Terminates the instances and returns those that EC2 protects. A protected instance makes the call fail for others, so
 * the call is repeated with each half until the protected ones are found. Terminating an instance twice has no effect.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
 */
async function terminateOrKeep(client: EC2Client, ids: string[]): Promise<string[]> {
  try {
    await client.send(new TerminateInstancesCommand({ InstanceIds: ids }));
    return [];
  } catch (error) {
    if (!isTerminationRefused(codeOf(error))) throw error;
    if (ids.length === 1) return ids;
    const half = Math.ceil(ids.length / 2);
    return [
      ...(await terminateOrKeep(client, ids.slice(0, half))),
      ...(await terminateOrKeep(client, ids.slice(half))),
    ];
  }
}
