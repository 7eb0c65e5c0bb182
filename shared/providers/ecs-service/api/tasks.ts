import { inChunks } from '../../../model/index.ts';
import { isCapacity, type ServiceTask } from '../described/task.ts';
import { explained } from '../errors.ts';
import { partsOf } from '../names.ts';
import { everyArn } from './arns.ts';
import { type EcsCall, listIn, tagsIn, textIn, timeIn } from './call.ts';
import { reservedIn } from './placement.ts';
import { protectedAmong } from './protection.ts';
import { clusterOf, idIn, ownIdOf } from './task-id.ts';

/** Of ListTasks a page, and of DescribeTasks a call: "up to 100 task IDs or full ARN entries". */
const TASKS_PER_CALL = 100;

/**
 * The tasks of a service that start or run, and whether each is protected from scale-in.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
 */
export async function tasksOf(call: EcsCall, name: string): Promise<ServiceTask[]> {
  const { cluster, service } = partsOf(name);
  const input = { cluster, serviceName: service, desiredStatus: 'RUNNING', maxResults: TASKS_PER_CALL };
  const arns = await everyArn(call, { action: 'ListTasks', field: 'taskArns' }, input, [name]);
  const tasks = (await describeTasks(call, arns.map(idIn))).filter(isCapacity);
  const shielded = await protectedAmong(
    call,
    tasks.map(({ id }) => id),
  );
  return tasks.map((task) => ({ ...task, protected: shielded.has(task.id) }));
}

/** Tasks of one cluster by their ids; those that ECS no longer knows are missing. Protection is left out. */
export async function describeTasks(call: EcsCall, ids: readonly string[]): Promise<ServiceTask[]> {
  const tasks: ServiceTask[] = [];
  for (const chunk of inChunks(ids, TASKS_PER_CALL)) {
    const input = { cluster: clusterOf(chunk), tasks: chunk.map(ownIdOf), include: ['TAGS'] };
    const output = await explained(() => call('DescribeTasks', input), chunk);
    tasks.push(...listIn(output, 'tasks').map(taskOf));
  }
  return tasks;
}

const taskOf = (task: Readonly<Record<string, unknown>>): ServiceTask => ({
  id: idIn(textIn(task, 'taskArn')),
  arn: textIn(task, 'taskArn'),
  lastStatus: textIn(task, 'lastStatus'),
  desiredStatus: textIn(task, 'desiredStatus'),
  health: textIn(task, 'healthStatus'),
  zone: textIn(task, 'availabilityZone'),
  createdAt: timeIn(task, 'createdAt'),
  startedFor: textIn(task, 'group'),
  runsOn: textIn(task, 'capacityProviderName') || textIn(task, 'launchType'),
  revision: textIn(task, 'taskDefinitionArn').split('/').at(-1) ?? '',
  containerInstance: textIn(task, 'containerInstanceArn'),
  reserves: reservedIn(task),
  tags: tagsIn(task),
  protected: false,
});
