import { groupedBy, inChunks } from '../../../model/index.ts';
import type { Host, Resources } from '../../provider-adapter.ts';
import type { Machines, ServicePlacement } from '../described/placement.ts';
import type { DescribedService } from '../described/service.ts';
import { unlistedOf } from '../described/workers.ts';
import { explained } from '../errors.ts';
import { everyArn } from './arns.ts';
import { type EcsCall, listIn, numberIn, textIn } from './call.ts';

/** Of ListContainerInstances a page, and of DescribeContainerInstances a call: "up to 100 container instance IDs". */
const INSTANCES_PER_CALL = 100;
/** Of UpdateContainerInstancesState: "You can specify up to 10 container instance IDs". */
const CHANGED_PER_CALL = 10;
/** How long the number of daemon services is good for, in ms: they change rarely. */
const GOOD_FOR = 15 * 60_000;

/**
 * Reads the container instances of clusters, each cluster once, and what tasks on them reserve. Task definitions never
 * change, and are read once in a process.
 */
export function placements(call: EcsCall) {
  const definitions = new Map<string, Promise<Resources | null>>();
  const daemons = new Map<string, { readonly at: number; readonly count: Promise<number> }>();

  function definitionOf(arn: string): Promise<Resources | null> {
    const known = definitions.get(arn) ?? reservedBy(call, arn);
    definitions.set(arn, known);
    // A failed call is not kept.
    known.catch(() => definitions.delete(arn));
    return known;
  }

  function daemonsIn(cluster: string, now: number): Promise<number> {
    const kept = daemons.get(cluster);
    if (kept !== undefined && now < kept.at + GOOD_FOR) return kept.count;
    const count = countDaemons(call, cluster);
    daemons.set(cluster, { at: now, count });
    count.catch(() => daemons.delete(cluster));
    return count;
  }

  return {
    async machines(clusters: readonly string[], now: number): Promise<ReadonlyMap<string, Machines | Error>> {
      const read = async (cluster: string): Promise<Machines> => {
        const described = await instancesOf(call, cluster);
        const running = described.length === 0 ? 0 : await daemonsIn(cluster, now);
        const instances = new Map(
          described.map((each) => [textIn(each, 'containerInstanceArn'), textIn(each, 'ec2InstanceId')]),
        );
        return { instances, hosts: described.map((each) => hostOf(each, running)) };
      };
      const machines = new Map<string, Machines | Error>();
      for (const cluster of new Set(clusters)) machines.set(cluster, await read(cluster).catch(toError));
      return machines;
    },

    async place(service: DescribedService, { hosts, instances }: Machines): Promise<ServicePlacement> {
      const each = await definitionOf(service.taskDefinition);
      const workers = new Map(
        service.tasks.flatMap(({ id, reserves }) => {
          const reserved = reserves ?? each;
          return reserved ? [[id, reserved] as const] : [];
        }),
      );
      return { placement: { each, workers, unlisted: unlistedOf(service), hosts }, instances };
    },
  };
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListContainerInstances.html */
async function instancesOf(call: EcsCall, cluster: string): Promise<Readonly<Record<string, unknown>>[]> {
  const list = { action: 'ListContainerInstances', field: 'containerInstanceArns' };
  const arns = await everyArn(call, list, { cluster, maxResults: INSTANCES_PER_CALL }, [cluster]);
  const described: Readonly<Record<string, unknown>>[] = [];
  for (const containerInstances of inChunks(arns, INSTANCES_PER_CALL)) {
    const output = await explained(
      () => call('DescribeContainerInstances', { cluster, containerInstances }),
      [cluster],
    );
    described.push(...listIn(output, 'containerInstances'));
  }
  return described;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html */
function hostOf(instance: Readonly<Record<string, unknown>>, daemons: number): Host {
  const status = textIn(instance, 'status');
  const tasks = numberIn(instance, 'runningTasksCount') + numberIn(instance, 'pendingTasksCount');
  return {
    id: textIn(instance, 'ec2InstanceId'),
    reference: textIn(instance, 'containerInstanceArn'),
    ...resourcesIn(listIn(instance, 'registeredResources')),
    free: resourcesIn(listIn(instance, 'remainingResources')),
    running: Math.max(0, tasks - daemons),
    hasDaemons: daemons > 0,
    isOpen: status === 'ACTIVE' && instance['agentConnected'] === true,
    isClosed: status === 'DRAINING',
  };
}

function resourcesIn(list: readonly Readonly<Record<string, unknown>>[]): Resources {
  const of = (name: string) => {
    const found = list.find((each) => each['name'] === name);
    return found ? numberIn(found, 'integerValue') : 0;
  };
  return { cpu: of('CPU'), memory: of('MEMORY') };
}

/** Each of them runs a task on every container instance. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html */
async function countDaemons(call: EcsCall, cluster: string): Promise<number> {
  const input = { cluster, schedulingStrategy: 'DAEMON', maxResults: 100 };
  return (await everyArn(call, { action: 'ListServices', field: 'serviceArns' }, input, [cluster])).length;
}

async function reservedBy(call: EcsCall, taskDefinition: string): Promise<Resources | null> {
  if (taskDefinition === '') return null;
  const output = await explained(() => call('DescribeTaskDefinition', { taskDefinition }), [taskDefinition]);
  return reservedIn(Object(output['taskDefinition']));
}

/**
 * What a task or its definition reserves: its own CPU and memory, or the sum of its containers, of which memory counts as
 * the soft limit where there is one. Null if it says neither.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function reservedIn(described: Readonly<Record<string, unknown>>): Resources | null {
  const containers = [...listIn(described, 'containerDefinitions'), ...listIn(described, 'containers')];
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
  const cpu = unitsIn(described, 'cpu') ?? sum(containers.map((each) => unitsIn(each, 'cpu') ?? 0));
  const memory =
    unitsIn(described, 'memory') ??
    sum(containers.map((each) => unitsIn(each, 'memoryReservation') ?? unitsIn(each, 'memory') ?? 0));
  return cpu > 0 || memory > 0 ? { cpu, memory } : null;
}

/** ECS writes some numbers as texts. */
function unitsIn(described: Readonly<Record<string, unknown>>, field: string): number | undefined {
  const written = Number(described[field] ?? Number.NaN);
  return Number.isFinite(written) ? written : undefined;
}

/**
 * Lets ECS place no more tasks on container instances, or again. Those that are gone are passed over.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateContainerInstancesState.html
 */
export async function setOpen(call: EcsCall, references: readonly string[], isOpen: boolean): Promise<void> {
  for (const [cluster, some] of groupedBy(references, clusterIn)) {
    for (const containerInstances of inChunks(some, CHANGED_PER_CALL)) {
      const status = isOpen ? 'ACTIVE' : 'DRAINING';
      await explained(() => call('UpdateContainerInstancesState', { cluster, containerInstances, status }), [cluster]);
    }
  }
}

/** `main` of `arn:aws:ecs:eu-west-1:111122223333:container-instance/main/0123…`. */
const clusterIn = (arn: string): string => arn.split('/')[1] ?? '';
