import { ServiceError } from '../query/service-error.ts';
import type { Actions, Answer, Input } from './action.ts';
import { clusterIn, invalid, listOf, nameIn, tagsIn, textIn } from './input.ts';
import { arnOf, type ContainerInstance, checkSoon, newId, type Resources, type State } from './model.ts';
import { hasStopped, instancesOf, keepInstances, remainingOf, tasksOn } from './placing.ts';

function pageOf(all: readonly string[], input: Input, field: string): Answer {
  const { maxResults = 100, nextToken = '' } = input;
  if (Number(maxResults) < 1 || Number(maxResults) > 100) throw invalid('maxResults must be between 1 and 100.');
  const from = nextToken === '' ? 0 : Number(nextToken);
  const to = from + Number(maxResults);
  return { [field]: all.slice(from, to), ...(all.length > to && { nextToken: String(to) }) };
}

function instancesIn(state: State, input: Input, most: number) {
  const cluster = clusterIn(state, input);
  const written = listOf(input, 'containerInstances');
  if (written.length === 0) throw invalid('Container instances cannot be empty.');
  if (written.length > most) throw invalid(`Container instances cannot have more than ${most} elements.`);
  const all = instancesOf(state, cluster);
  const find = (each: string) => all.find(({ arn }) => nameIn(arn) === nameIn(each));
  return {
    found: written.flatMap((each) => find(each) ?? []),
    failures: written
      .filter((each) => !find(each))
      .map((each) => ({ arn: arnOf(state, `container-instance/${cluster}/${nameIn(each)}`), reason: 'MISSING' })),
  };
}

/** Every service that lacks tasks is tried again when there is more room. */
function roomChanged(state: State, cluster: string): void {
  for (const service of state.services.values()) if (service.cluster === cluster) checkSoon(state, service);
}

const shown = (state: State, instance: ContainerInstance) => {
  const left = remainingOf(state, instance);
  const tasks = tasksOn(state, instance).filter((task) => !hasStopped(state, task));
  const resources = ({ cpu, memory }: Resources) => [
    { name: 'CPU', type: 'INTEGER', integerValue: cpu },
    { name: 'MEMORY', type: 'INTEGER', integerValue: memory },
  ];
  const running = tasks.filter((task) => state.now() >= task.createdAt + state.delays.starting).length;
  return {
    containerInstanceArn: instance.arn,
    ec2InstanceId: instance.ec2InstanceId,
    status: instance.status,
    agentConnected: true,
    registeredResources: resources(instance),
    remainingResources: resources(left),
    runningTasksCount: running,
    pendingTasksCount: tasks.length - running,
    tags: [...instance.tags].map(([key, value]) => ({ key, value })),
  };
};

interface Registered {
  readonly name: string;
  readonly integerValue?: number;
}

/** Container instances, and the task definitions that say what a task needs of them. */
export const INSTANCE_ACTIONS: Actions = {
  /** The agent of an instance calls it. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterContainerInstance.html */
  RegisterContainerInstance(state, input) {
    const cluster = clusterIn(state, input);
    const { instanceId } = JSON.parse(textIn(input, 'instanceIdentityDocument') || '{}') as { instanceId?: string };
    if (instanceId === undefined || !state.isRunning(instanceId))
      throw invalid('The instance identity document is invalid.');
    const total = (input['totalResources'] ?? []) as readonly Registered[];
    const of = (name: string) => total.find((each) => each.name === name)?.integerValue ?? 0;
    const known = [...state.instances.values()].find((each) => each.ec2InstanceId === instanceId);
    const arn = known?.arn ?? arnOf(state, `container-instance/${cluster}/${newId(state)}`);
    const tags = new Map(tagsIn(input));
    const instance: ContainerInstance = {
      arn,
      cluster,
      ec2InstanceId: instanceId,
      cpu: of('CPU'),
      memory: of('MEMORY'),
      tags,
      status: 'ACTIVE',
    };
    state.instances.set(arn, known ?? instance);
    roomChanged(state, cluster);
    return { containerInstance: shown(state, known ?? instance) };
  },

  DeregisterContainerInstance(state, input) {
    const cluster = clusterIn(state, input);
    const found = instancesOf(state, cluster).find(
      ({ arn }) => nameIn(arn) === nameIn(textIn(input, 'containerInstance')),
    );
    if (!found) throw invalid('Referenced container instance was not found.');
    if (tasksOn(state, found).some(({ stopping }) => stopping === null) && input['force'] !== true)
      throw invalid('Found running tasks on the instance.');
    state.instances.delete(found.arn);
    return { containerInstance: { ...shown(state, found), status: 'INACTIVE' } };
  },

  ListContainerInstances(state, input) {
    const { status } = input;
    const all = instancesOf(state, clusterIn(state, input)).filter(
      (each) => status === undefined || each.status === status,
    );
    return pageOf(
      all.map(({ arn }) => arn),
      input,
      'containerInstanceArns',
    );
  },

  DescribeContainerInstances(state, input) {
    const { found, failures } = instancesIn(state, input, 100);
    return { containerInstances: found.map((each) => shown(state, each)), failures };
  },

  UpdateContainerInstancesState(state, input) {
    const status = textIn(input, 'status');
    if (status !== 'ACTIVE' && status !== 'DRAINING')
      throw invalid('Container instance status should be one of [ACTIVE, DRAINING]');
    const { found, failures } = instancesIn(state, input, 10);
    for (const instance of found) instance.status = status;
    keepInstances(state);
    if (status === 'ACTIVE') roomChanged(state, clusterIn(state, input));
    return { containerInstances: found.map((each) => shown(state, each)), failures };
  },

  ListServices(state, input) {
    const cluster = clusterIn(state, input);
    const strategy = input['schedulingStrategy'];
    const services = [...state.services.values()].filter(
      (each) =>
        each.cluster === cluster &&
        each.status !== 'INACTIVE' &&
        (strategy === undefined || each.daemon === (strategy === 'DAEMON')),
    );
    return pageOf(
      services.map(({ arn }) => arn),
      input,
      'serviceArns',
    );
  },

  RegisterTaskDefinition(state, input) {
    const family = textIn(input, 'family');
    const containers = (input['containerDefinitions'] ?? []) as readonly object[];
    if (containers.length === 0) throw new ServiceError('ClientException', 'Container list cannot be empty.');
    const revision = [...state.definitions.values()].filter((each) => each['family'] === family).length + 1;
    const taskDefinitionArn = arnOf(state, `task-definition/${family}:${revision}`);
    const definition = { ...input, taskDefinitionArn, revision, status: 'ACTIVE' };
    state.definitions.set(`${family}:${revision}`, definition);
    return { taskDefinition: definition };
  },

  DescribeTaskDefinition(state, input) {
    const name = nameIn(textIn(input, 'taskDefinition'));
    const found = state.definitions.get(name);
    if (!found) throw new ServiceError('ClientException', 'Unable to describe task definition.');
    return { taskDefinition: found };
  },
};
