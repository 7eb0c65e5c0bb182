import { isProtected, type Service, type State, statusOf, type Task, toRun } from './model.ts';

/** The shapes of answers: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Types.html */

const seconds = (ms: number): number => ms / 1000;
const shownTags = (tags: ReadonlyMap<string, string>) => [...tags].map(([key, value]) => ({ key, value }));

export function shownService(state: State, service: Service, withTags: boolean) {
  const running = toRun(service).filter((task) => statusOf(state, task) === 'RUNNING').length;
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.arn.replace(/:service\/.*/, `:cluster/${service.cluster}`),
    status: service.status,
    desiredCount: service.desired,
    runningCount: running,
    pendingCount: toRun(service).length - running,
    launchType: service.isOnInstances ? 'EC2' : 'FARGATE',
    taskDefinition: service.arn.replace(/:service\/.*/, `:task-definition/${service.deployments[0]?.taskDefinition}`),
    schedulingStrategy: service.daemon ? 'DAEMON' : 'REPLICA',
    deploymentController: { type: 'ECS' },
    propagateTags: service.propagates ? 'SERVICE' : 'NONE',
    createdAt: seconds(service.createdAt),
    deployments: service.deployments.map(({ id, createdAt, taskDefinition, rollout }, index) => ({
      id,
      createdAt: seconds(createdAt),
      updatedAt: seconds(createdAt),
      taskDefinition,
      rolloutState: rollout,
      status: index === 0 ? 'PRIMARY' : 'ACTIVE',
      desiredCount: index === 0 ? service.desired : 0,
      runningCount: toRun(service).filter(({ deployment }) => deployment.id === id).length,
      pendingCount: 0,
      failedTasks: 0,
    })),
    taskSets: [],
    events: service.events.map(({ at, message }, index) => ({
      id: `${at}-${index}`,
      createdAt: seconds(at),
      message,
    })),
    ...(withTags && { tags: shownTags(service.tags) }),
  };
}

export function shownTask(state: State, service: Service, task: Task, withTags: boolean) {
  const { arn, zone, createdAt, deployment, health, stopping, tags } = task;
  const lastStatus = statusOf(state, task);
  return {
    taskArn: arn,
    clusterArn: service.arn.replace(/:service\/.*/, `:cluster/${service.cluster}`),
    group: `service:${service.name}`,
    startedBy: deployment.id,
    taskDefinitionArn: service.arn.replace(/:service\/.*/, `:task-definition/${deployment.taskDefinition}`),
    availabilityZone: zone,
    launchType: task.host === null ? 'FARGATE' : 'EC2',
    ...(task.host !== null && { containerInstanceArn: task.host }),
    ...(task.reserves && { cpu: String(task.reserves.cpu), memory: String(task.reserves.memory) }),
    createdAt: seconds(createdAt),
    ...(lastStatus === 'RUNNING' && { startedAt: seconds(createdAt + state.delays.starting) }),
    lastStatus,
    desiredStatus: stopping === null ? 'RUNNING' : 'STOPPED',
    healthStatus: health,
    ...(stopping && { stoppingAt: seconds(stopping.at), stoppedReason: stopping.why }),
    ...(withTags && { tags: shownTags(tags) }),
  };
}

export const shownProtection = (state: State, task: Task) => ({
  taskArn: task.arn,
  protectionEnabled: isProtected(state, task),
  ...(isProtected(state, task) && { expirationDate: seconds(task.protectedUntil ?? 0) }),
});
