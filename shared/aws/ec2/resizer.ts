import { CreateFleetCommand, CreateTagsCommand, type EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import type { Resizer } from '../../evaluation/ports.ts';
import { inChunks } from '../chunks.ts';
import { TAG } from '../names.ts';
import { codeOf, instancesIn, isCapacityShort, isInstanceNotFound, isRequestFault } from './errors.ts';
import { fleetRequest, outcomeOf, refused } from './launch.ts';
import { type DescribeInstances, type SeenInstance, VALUES_PER_FILTER } from './seen-instance.ts';

/** EC2 takes at most 1,000 ids in either call. */
const IDS_PER_CALL = 1000;
const LEAVING: ReadonlySet<string> = new Set(['shutting-down', 'terminated']);

/**
 * Resizes plain EC2. Throws when a call's outcome is unknown or a permission is missing; the same call with the same
 * token is then safe. A refusal that stands (no capacity, a launch template that is not there) is an outcome.
 */
export function ec2Resizer(client: EC2Client, describe: DescribeInstances, stage: string): Resizer {
  const isOurs = (group: string, { tags }: SeenInstance) => tags[TAG.group] === group && tags[TAG.stage] === stage;

  async function seen(ids: readonly string[]): Promise<SeenInstance[]> {
    // By filter, since a request by ids fails as a whole when one of them is gone.
    const chunks = inChunks(ids, VALUES_PER_FILTER);
    const answers = await Promise.all(chunks.map((values) => describe([{ name: 'instance-id', values }])));
    const wanted = new Set(ids);
    return answers.flat().filter(({ id }) => wanted.has(id));
  }

  return {
    async launch(group, activity, intent) {
      try {
        return outcomeOf(
          intent,
          await client.send(new CreateFleetCommand(fleetRequest(stage, group, activity, intent))),
        );
      } catch (error) {
        const code = codeOf(error);
        if (!isCapacityShort(code) && !isRequestFault(code)) throw error;
        return refused(intent, code, (error as Error).message);
      }
    },

    async markDraining(group, ids, until) {
      const found = await seen(ids);
      const ours = found.filter((instance) => isOurs(group, instance) && !LEAVING.has(instance.state));
      const mark = { Key: TAG.drainingUntil, Value: new Date(until).toISOString() };
      await each(ours, (chunk) => client.send(new CreateTagsCommand({ Resources: chunk, Tags: [mark] })));
    },

    async terminate(group, ids) {
      const found = new Map((await seen(ids)).map((instance) => [instance.id, instance]));
      const ours = [...found.values()].filter((instance) => isOurs(group, instance));
      const alive = ours.filter(({ state }) => !LEAVING.has(state));
      await each(alive, (chunk) => client.send(new TerminateInstancesCommand({ InstanceIds: chunk })));
      const ourIds = new Set(ours.map(({ id }) => id));
      return ids.filter((id) => ourIds.has(id) || !found.has(id));
    },
  };
}

/** Calls for all instances in chunks. Those that vanish meanwhile are dropped: EC2 then does nothing for the rest either. */
async function each(instances: readonly SeenInstance[], call: (ids: string[]) => Promise<unknown>): Promise<void> {
  for (const chunk of inChunks(
    instances.map(({ id }) => id),
    IDS_PER_CALL,
  ))
    await withoutVanished(chunk, call);
}

async function withoutVanished(ids: string[], call: (ids: string[]) => Promise<unknown>): Promise<void> {
  if (ids.length === 0) return;
  try {
    await call(ids);
  } catch (error) {
    const vanished = new Set(instancesIn(error));
    const rest = ids.filter((id) => !vanished.has(id));
    if (!isInstanceNotFound(codeOf(error)) || rest.length === ids.length) throw error;
    await withoutVanished(rest, call);
  }
}
