import { define, errorsOf, setText, workersText } from '../../model/index.ts';

/** Reasons of the provider ecs-service. `name` is the cluster and the service: `main/web`. */
export const reasons = {
  'ecs-not-replaced': define<{ cluster: string; service: string }>(
    'ECS replaces the tasks of a service.',
    ({ cluster, service }) =>
      `ECS replaces the tasks of a service: aws ecs update-service --cluster ${cluster} --service ${service} --force-new-deployment`,
  ),
  'ecs-not-found': define<{ name: string }>(
    'The ECS service does not exist in this account and region, or it was deleted.',
    ({ name }) =>
      `There is no ECS service ${name} in this account and region. Check the cluster, the service and the region.`,
  ),
  'ecs-not-active': define<{ name: string; status: string }>(
    'The ECS service is being deleted or has been deleted.',
    ({ name, status }) =>
      `The ECS service ${name} is ${status}: it is being deleted or has been deleted. Create it again, or delete the policy.`,
  ),
  'ecs-daemon': define<{ name: string }>(
    'The ECS service runs one task on each container instance, so it has no desired count.',
    ({ name }) =>
      `The ECS service ${name} has the scheduling strategy DAEMON: it runs one task on each container instance. Use a service with the strategy REPLICA, or resize the instances.`,
  ),
  'ecs-access-denied': define<{ name: string; message: string }>(
    'AWS denies a call about the ECS service.',
    ({ name, message }) =>
      `AWS denies access to the ECS service ${name}: ${message}. Give the service the tags headcount:stage (the name of the stage) and headcount:group, let it propagate its tags to its tasks, and deploy it once.`,
  ),
  'ecs-deploying': define<{ name: string; deployments: number }>(
    'A deployment of the ECS service is in progress. Its size stays until the deployment has ended.',
    ({ name, deployments }) =>
      `The ECS service ${name} is being deployed (deployments: ${deployments}), so its desired count stays. If the deployment does not end, look at the events of the service, or roll it back.`,
  ),
  'ecs-tasks-untagged': define<{ name: string; tasks: number }>(
    "Tasks of the ECS service do not have the stage's tag, so Headcount cannot choose which of them end.",
    ({ name, tasks }) =>
      `${tasks} of the tasks of ${name} do not have the tag headcount:stage, so Headcount cannot choose which tasks end, and removes none of them. Set propagateTags of the service to SERVICE, and deploy it once.`,
  ),
  'ecs-replaces': define<{ name: string; desired: number }>(
    'The ECS service has more tasks than its desired count. ECS stops the surplus itself.',
    ({ name, desired }) =>
      `The ECS service ${name} has more tasks than its desired count, ${desired}. ECS stops the surplus itself.`,
  ),
  'ecs-cannot-protect': define<{ name: string; error: string }>(
    'The tasks that are to stay cannot be protected from scale-in, so ECS could stop any of them. Nothing was removed.',
    ({ name, error }) =>
      `ECS cannot protect the tasks of ${name} that are to stay (${error}), so none is removed. The next evaluation tries again.`,
  ),
  'ecs-stopping': define<{ name: string; left: number }>(
    'The desired count was lowered, but ECS has not yet stopped all chosen tasks.',
    ({ name, left }) =>
      `The desired count of ${name} was lowered, and ECS still has to stop ${workersText(left)}. The next evaluation checks again.`,
  ),
  'ecs-cannot-place': define<{ name: string; lacking: number; message: string }>(
    'The ECS service cannot start all tasks that it was asked for.',
    ({ name, lacking, message }) =>
      `The ECS service ${name} has ${workersText(lacking)} too few. Its last event: ${message}`,
  ),
  'ecs-instances-unread': define<{ error: string }>(
    'The container instances of the ECS cluster cannot be read. It is not known where tasks run and how many workers they need.',
    ({ error }) =>
      `The container instances of the ECS cluster can't be read, so it isn't known where tasks run and how many workers they need: ${error.replace(/\.$/, '')}`,
  ),
  'ecs-scales-itself': define<{ name: string; min: number; max: number }>(
    'Application Auto Scaling also changes the desired count of the ECS service.',
    ({ name, min, max }) =>
      `Application Auto Scaling also scales the ECS service ${name} (${min} to ${max} tasks); two controllers would change its desired count. Suspend this scaling with "aws application-autoscaling register-scalable-target" and --suspended-state, or deregister the target.`,
  ),
  'ecs-named-twice': define<{ name: string; groups: readonly string[] }>(
    'Several policies name the same ECS service.',
    ({ name, groups }) =>
      `The policies of ${groups.join(', ')} name the same ECS service, ${name}. Keep one of them, and delete the others.`,
  ),
  'ecs-count-lowered': define<{ name: string; from: number; desired: number }>(
    'Somebody lowered the desired count of the ECS service while Headcount raised it.',
    ({ name, from, desired }) => `the desired count of ${name} was lowered from ${from} to ${desired} meanwhile`,
  ),
  'ecs-task-unhealthy': define<Record<never, never>>(
    "The task fails its container's health check. ECS replaces it itself.",
    () => "fails its container's health check",
  ),
  'ecs-boot-timeout': define<{ seconds?: number }>(
    'The task did not run in time. `seconds`: `bootTimeout`.',
    ({ seconds }) => `did not run within ${setText(seconds, 'bootTimeout')}`,
  ),
  'ecs-raise': define<{ name: string; from: number; target: number }>(
    'The desired count of the ECS service was raised.',
    ({ name, from, target }) => `raised the desired count of ${name} from ${from} to ${target}`,
  ),
  'ecs-remove': define<{ name: string }>(
    'The desired count of the ECS service is lowered, with all other tasks protected from scale-in meanwhile.',
    ({ name }) => `the desired count of ${name} is lowered, and ECS stops the chosen tasks`,
  ),
  'ecs-name-is-arn': define<{ what: string; written: string }>(
    'The value is an ARN, not a name.',
    ({ what }) =>
      `must be the name of the ${what}, not its ARN: Headcount manages services of its own account and region`,
  ),
  'ecs-invalid-name': define<{ what: string; written: string }>(
    'The value is not a name of an ECS cluster or service.',
    () => 'must be 1 to 255 letters, digits, hyphens and underscores',
  ),
} as const;

export const ecsError = errorsOf(reasons);
