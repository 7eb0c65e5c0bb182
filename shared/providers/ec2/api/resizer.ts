import { CreateTagsCommand, DeleteTagsCommand, type EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { inChunks } from '../../../aws/chunks.ts';
import { TAG } from '../../../names/index.ts';
import type { LaunchedInstance, Resizer } from '../ports.ts';
import { codeOf, instancesIn, isInstanceNotFound, isTerminationRefused } from './errors.ts';
import { ec2Launcher } from './launching/launcher.ts';
import { type DescribeInstances, FILTER_VALUES_PER_CALL, type SeenInstance, workerOf } from './seen-instance.ts';

/** Each of these calls accepts at most 1,000 ids. */
const IDS_PER_CALL = 1000;
const LEAVING: ReadonlySet<string> = new Set(['shutting-down', 'terminated']);

/**
 * Launches and terminates instances. Throws if the outcome of a call is unknown or a permission is missing; you may then
 * repeat the call with the same token. A final rejection (no capacity, a missing launch template, termination protection)
 * is an outcome.
 */
export function ec2Resizer(client: EC2Client, describe: DescribeInstances, stage: string): Resizer {
  const isOurs = (group: string, { tags }: SeenInstance) => tags[TAG.group] === group && tags[TAG.stage] === stage;
  const isLeaving = ({ state }: SeenInstance) => LEAVING.has(state);

  async function seen(ids: readonly string[]): Promise<SeenInstance[]> {
    // A filter is used because one missing instance would fail a call by ids.
    const chunks = inChunks(ids, FILTER_VALUES_PER_CALL);
    const answers = await Promise.all(chunks.map((values) => describe([{ name: 'instance-id', values }])));
    const wanted = new Set(ids);
    return answers.flat().filter(({ id }) => wanted.has(id));
  }

  /** The instances of the activity that still run. */
  async function launchedBy(group: string, activity: string): Promise<LaunchedInstance[]> {
    const found = await describe([
      { name: `tag:${TAG.activity}`, values: [activity] },
      { name: `tag:${TAG.group}`, values: [group] },
      { name: `tag:${TAG.stage}`, values: [stage] },
    ]);
    const alive = found.filter((instance) => !isLeaving(instance));
    return alive
      .map(workerOf)
      .map(({ id, instanceType, market, subnet = '' }) => ({ id, instanceType, market, subnet }));
  }

  return {
    launch: ec2Launcher(client, stage, launchedBy),

    async markDraining(group, ids, until) {
      const found = await seen(ids);
      const ours = found.filter((instance) => isOurs(group, instance) && !isLeaving(instance));
      const mark = { Key: TAG.drainingUntil, Value: new Date(until).toISOString() };
      await each(ours, (chunk) => client.send(new CreateTagsCommand({ Resources: chunk, Tags: [mark] })));
    },

    async cancelDrain(group, ids) {
      const found = await seen(ids);
      const ours = found.filter((instance) => isOurs(group, instance) && !isLeaving(instance));
      // Tags without a value match any value.
      const marks = [{ Key: TAG.drainingUntil }, { Key: TAG.drained }];
      await each(ours, (chunk) => client.send(new DeleteTagsCommand({ Resources: chunk, Tags: marks })));
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
        const ours = [...found.values()].filter((instance) => isOurs(group, instance));
        const [leaving, alive] = [ours.filter(isLeaving), ours.filter((instance) => !isLeaving(instance))];
        const candidates = alive.filter(mayGo);
        const kept = new Set<string>();
        await each(candidates, async (some) => {
          for (const id of await terminateOrKeep(client, some)) kept.add(id);
        });
        const ending = new Set([...leaving, ...candidates].map(({ id }) => id).filter((id) => !kept.has(id)));
        gone.push(...chunk.filter((id) => ending.has(id) || !found.has(id)));
      }
      return gone;
    },
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

/** Calls in chunks. If an instance no longer exists, EC2 rejects the whole call, so it is repeated without the instance. */
async function each(instances: readonly SeenInstance[], call: (ids: string[]) => Promise<unknown>): Promise<void> {
  for (const chunk of inChunks(
    instances.map(({ id }) => id),
    IDS_PER_CALL,
  ))
    await withoutMissing(chunk, call);
}

async function withoutMissing(ids: string[], call: (ids: string[]) => Promise<unknown>): Promise<void> {
  if (ids.length === 0) return;
  try {
    await call(ids);
  } catch (error) {
    const missing = new Set(instancesIn(error));
    const rest = ids.filter((id) => !missing.has(id));
    if (!isInstanceNotFound(codeOf(error)) || rest.length === ids.length) throw error;
    await withoutMissing(rest, call);
  }
}
