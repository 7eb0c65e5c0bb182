import { ServiceError } from '../query/service-error.ts';
import type { Actions, Input } from './action.ts';
import { clusterIn, invalid, listOf, nameIn, tagsIn, textIn } from './input.ts';
import { arnOf, checkSoon, newId, type Service, type State, stop, type Task, toRun } from './model.ts';
import { shownProtection, shownService, shownTask } from './shown.ts';

const keyOf = (cluster: string, name: string): string => `${cluster}/${name}`;

function serviceIn(state: State, input: Input, field = 'service'): Service {
  const service = state.services.get(keyOf(clusterIn(state, input), nameIn(textIn(input, field))));
  if (service === undefined) throw new ServiceError('ServiceNotFoundException', 'Service not found.');
  return service;
}

function taskIn(state: State, cluster: string, written: string): { service: Service; task: Task } | null {
  for (const service of state.services.values()) {
    const task = service.cluster === cluster ? service.tasks.get(nameIn(written)) : undefined;
    if (task) return { service, task };
  }
  return null;
}

/** The tasks that an input names, and a failure for each that is missing. */
function tasksIn(state: State, input: Input, most: number) {
  const cluster = clusterIn(state, input);
  const written = listOf(input, 'tasks');
  if (written.length === 0) throw invalid('Tasks cannot be empty.');
  if (written.length > most) throw invalid(`Tasks cannot have more than ${most} elements.`);
  const found = written.flatMap((each) => taskIn(state, cluster, each) ?? []);
  const failures = written
    .filter((each) => taskIn(state, cluster, each) === null)
    .map((each) => ({ arn: arnOf(state, `task/${cluster}/${nameIn(each)}`), reason: 'MISSING' }));
  return { found, failures };
}

/** What a tag call names: a service or a task. */
function tagsOf(state: State, input: Input): Map<string, string> {
  const [, kind = '', cluster = '', name = ''] =
    /:(service|task)\/([^/]+)\/([^/]+)$/.exec(textIn(input, 'resourceArn')) ?? [];
  if (kind === '') throw invalid('Long arn format must be used for tagging operations');
  const service = kind === 'service' ? state.services.get(keyOf(cluster, name)) : undefined;
  const tags = service?.tags ?? (kind === 'task' ? taskIn(state, cluster, name)?.task.tags : undefined);
  const isGone = kind === 'task' && taskIn(state, cluster, name)?.task.stopping != null;
  if (tags === undefined || isGone)
    throw invalid('The specified resource is stopped or missing. Specify a valid resource and try again.');
  return tags;
}

function setDesired(state: State, service: Service, written: unknown): void {
  if (written === undefined) return;
  if (service.daemon) throw invalid('The daemon scheduling strategy does not support a desired count for services.');
  const desired = Number(written);
  if (desired < 0) throw invalid('Invalid desired count.');
  if (desired !== service.desired) checkSoon(state, service);
  service.desired = desired;
}

export const ACTIONS: Actions = {
  CreateCluster(state, input) {
    const name = textIn(input, 'clusterName') || 'default';
    state.clusters.add(name);
    return { cluster: { clusterName: name, clusterArn: arnOf(state, `cluster/${name}`), status: 'ACTIVE' } };
  },

  CreateService(state, input) {
    const cluster = clusterIn(state, input);
    const name = textIn(input, 'serviceName');
    const existing = state.services.get(keyOf(cluster, name));
    if (existing && existing.status !== 'INACTIVE') throw invalid('Creation of service was not idempotent.');
    const daemon = input['schedulingStrategy'] === 'DAEMON';
    if (daemon && input['desiredCount'] !== undefined)
      throw invalid('The daemon scheduling strategy does not support a desired count for services.');
    const createdAt = state.now();
    const desired = Number(input['desiredCount'] ?? 0);
    const taskDefinition = nameIn(textIn(input, 'taskDefinition'));
    if (taskDefinition === '') throw invalid('TaskDefinition can not be blank.');
    const service: Service = {
      cluster,
      name,
      arn: arnOf(state, `service/${cluster}/${name}`),
      createdAt,
      daemon,
      desired,
      tags: new Map(tagsIn(input)),
      propagates: input['propagateTags'] === 'SERVICE',
      status: 'ACTIVE',
      deployments: [
        {
          id: `ecs-svc/${newId(state)}`,
          createdAt,
          taskDefinition,
          rollout: desired === 0 || daemon ? 'COMPLETED' : 'IN_PROGRESS',
        },
      ],
      events: [],
      tasks: new Map(),
      checkAt: null,
      room: Number.POSITIVE_INFINITY,
      isOnInstances: input['launchType'] === 'EC2',
    };
    state.services.set(keyOf(cluster, name), service);
    checkSoon(state, service);
    return { service: shownService(state, service, true) };
  },

  UpdateService(state, input) {
    const service = serviceIn(state, input);
    if (service.status !== 'ACTIVE') throw new ServiceError('ServiceNotActiveException', 'Service was not ACTIVE.');
    setDesired(state, service, input['desiredCount']);
    if (input['propagateTags'] !== undefined) service.propagates = input['propagateTags'] === 'SERVICE';
    const definition = nameIn(textIn(input, 'taskDefinition'));
    if (definition !== '' || input['forceNewDeployment'] === true) {
      const taskDefinition = definition || (service.deployments[0]?.taskDefinition ?? '');
      service.deployments.unshift({
        id: `ecs-svc/${newId(state)}`,
        createdAt: state.now(),
        taskDefinition,
        rollout: 'IN_PROGRESS',
      });
      checkSoon(state, service);
    }
    return { service: shownService(state, service, true) };
  },

  DeleteService(state, input) {
    const service = serviceIn(state, input);
    if (service.desired > 0 && input['force'] !== true) {
      throw invalid('The service cannot be stopped while it is scaled above 0.');
    }
    Object.assign(service, { status: 'DRAINING', desired: 0 });
    for (const task of toRun(service)) stop(state, task, 'Service was deleted');
    return { service: shownService(state, service, true) };
  },

  DescribeServices(state, input) {
    const cluster = clusterIn(state, input);
    const names = listOf(input, 'services');
    if (names.length === 0) throw invalid('Services cannot be empty.');
    if (names.length > 10) throw invalid('Services cannot have more than 10 elements.');
    const withTags = listOf(input, 'include').includes('TAGS');
    const found = names.map((each) => state.services.get(keyOf(cluster, nameIn(each))));
    return {
      services: found.flatMap((service) => (service ? [shownService(state, service, withTags)] : [])),
      failures: names
        .filter((_, index) => found[index] === undefined)
        .map((each) => ({ arn: arnOf(state, `service/${cluster}/${nameIn(each)}`), reason: 'MISSING' })),
    };
  },

  ListTasks(state, input) {
    const service = serviceIn(state, input, 'serviceName');
    const { maxResults = 100, nextToken = '', desiredStatus = 'RUNNING' } = input;
    if (Number(maxResults) < 1 || Number(maxResults) > 100) throw invalid('maxResults must be between 1 and 100.');
    const listed = [...service.tasks.values()].filter(
      ({ createdAt, stopping }) =>
        (stopping === null) === (desiredStatus === 'RUNNING') && state.now() >= createdAt + state.delays.invisible,
    );
    const from = nextToken === '' ? 0 : Number(nextToken);
    const to = from + Number(maxResults);
    return {
      taskArns: listed.slice(from, to).map(({ arn }) => arn),
      ...(listed.length > to && { nextToken: String(to) }),
    };
  },

  DescribeTasks(state, input) {
    const { found, failures } = tasksIn(state, input, 100);
    const withTags = listOf(input, 'include').includes('TAGS');
    return { tasks: found.map(({ service, task }) => shownTask(state, service, task, withTags)), failures };
  },

  GetTaskProtection(state, input) {
    const { found, failures } = tasksIn(state, input, 10);
    return { protectedTasks: found.map(({ task }) => shownProtection(state, task)), failures };
  },

  UpdateTaskProtection(state, input) {
    const minutes = Number(input['expiresInMinutes'] ?? 120);
    if (minutes < 1 || minutes > 2880) throw invalid('expiresInMinutes must be between 1 and 2880.');
    const { found, failures } = tasksIn(state, input, 10);
    const until = input['protectionEnabled'] === true ? state.now() + minutes * 60_000 : null;
    const isGone = ({ task }: (typeof found)[number]) => task.stopping !== null;
    for (const { task } of found.filter((each) => !isGone(each))) task.protectedUntil = until;
    return {
      protectedTasks: found.filter((each) => !isGone(each)).map(({ task }) => shownProtection(state, task)),
      failures: [...failures, ...found.filter(isGone).map(({ task: { arn } }) => ({ arn, reason: 'TASK_NOT_VALID' }))],
    };
  },

  StopTask(state, input) {
    const found = taskIn(state, clusterIn(state, input), textIn(input, 'task'));
    if (found === null) throw invalid('The referenced task was not found.');
    stop(state, found.task, textIn(input, 'reason'));
    checkSoon(state, found.service);
    return { task: shownTask(state, found.service, found.task, false) };
  },

  TagResource(state, input) {
    const tags = tagsOf(state, input);
    for (const [key, value] of tagsIn(input)) tags.set(key, value);
    if (tags.size > 50) throw invalid('The maximum number of tags is 50.');
    return {};
  },

  UntagResource(state, input) {
    const tags = tagsOf(state, input);
    for (const key of listOf(input, 'tagKeys')) tags.delete(key);
    return {};
  },
};
