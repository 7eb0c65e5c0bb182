import { groupedBy, inChunks } from '../../../model/index.ts';
import { because } from '../because.ts';
import type { DescribedService } from '../described/service.ts';
import { EcsServiceError, explained } from '../errors.ts';
import { partsOf } from '../names.ts';
import { type EcsCall, listIn, numberIn, tagsIn, textIn, timeIn } from './call.ts';
import { tasksOf } from './tasks.ts';

/** "You may specify up to 10 services to describe in a single operation." */
const SERVICES_PER_CALL = 10;
const ACTIVE = 'ACTIVE';
/** An event about missing tasks is repeated while they are missing. */
const EVENTS = 10;

/**
 * Services by name, with their tasks: one call for ten services of a cluster, and the calls for the tasks of each. What this
 * account and region do not have is missing from the answer.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
 */
export async function describeServices(
  call: EcsCall,
  names: readonly string[],
): Promise<Map<string, DescribedService | Error>> {
  const found = new Map<string, DescribedService | Error>();
  for (const [cluster, some] of groupedBy([...new Set(names)], (name) => partsOf(name).cluster)) {
    for (const chunk of inChunks(some, SERVICES_PER_CALL)) {
      const described = await withoutTasks(call, cluster, chunk).catch(missing);
      for (const service of described) found.set(service.name, await withTasks(call, service));
    }
  }
  return found;
}

/** The service as it is now; throws an `EcsServiceError` when there is none. */
export async function serviceNow(call: EcsCall, name: string): Promise<DescribedService> {
  const service = (await describeServices(call, [name])).get(name);
  if (service instanceof Error) throw service;
  if (service === undefined) throw new EcsServiceError(because['ecs-not-found']({ name }));
  if (service.status !== ACTIVE) throw new EcsServiceError(because['ecs-not-active']({ name, status: service.status }));
  return service;
}

async function withoutTasks(call: EcsCall, cluster: string, names: readonly string[]): Promise<DescribedService[]> {
  const services = names.map((name) => partsOf(name).service);
  const input = { cluster, services, include: ['TAGS'] };
  const output = await explained(() => call('DescribeServices', input), names);
  return listIn(output, 'services').map((service) => serviceOf(cluster, service));
}

/** A service that was deleted after it was described has its error. */
async function withTasks(call: EcsCall, service: DescribedService): Promise<DescribedService | Error> {
  if (service.status !== ACTIVE || service.daemon) return service;
  try {
    return { ...service, tasks: await tasksOf(call, service.name) };
  } catch (error) {
    if (error instanceof EcsServiceError && error.reason.code === 'ecs-not-found') return error;
    throw error;
  }
}

/** A cluster that is missing has no services. */
function missing(error: unknown): DescribedService[] {
  if (error instanceof EcsServiceError && error.reason.code === 'ecs-not-found') return [];
  throw error;
}

const serviceOf = (cluster: string, service: Readonly<Record<string, unknown>>): DescribedService => ({
  name: `${cluster}/${textIn(service, 'serviceName')}`,
  arn: textIn(service, 'serviceArn'),
  status: textIn(service, 'status'),
  desired: numberIn(service, 'desiredCount'),
  started: numberIn(service, 'runningCount') + numberIn(service, 'pendingCount'),
  daemon: textIn(service, 'schedulingStrategy') === 'DAEMON',
  isOnInstances: isOnInstances(service),
  taskDefinition:
    textIn(service, 'taskDefinition') || textIn(listIn(service, 'deployments')[0] ?? {}, 'taskDefinition'),
  deployments: listIn(service, 'deployments').map((deployment) => ({
    status: textIn(deployment, 'status'),
    rollout: textIn(deployment, 'rolloutState'),
  })),
  taskSets: listIn(service, 'taskSets').length,
  tags: tagsIn(service),
  events: listIn(service, 'events')
    .slice(0, EVENTS)
    .map((event) => ({ at: timeIn(event, 'createdAt') ?? 0, message: textIn(event, 'message') })),
  tasks: [],
});

/** "A capacity provider strategy … either only Fargate or only Auto Scaling groups": https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-capacity-providers.html */
function isOnInstances(service: Readonly<Record<string, unknown>>): boolean {
  const providers = listIn(service, 'capacityProviderStrategy').map((each) => textIn(each, 'capacityProvider'));
  return providers.length > 0
    ? !providers.every((name) => name.startsWith('FARGATE'))
    : textIn(service, 'launchType') === 'EC2';
}
