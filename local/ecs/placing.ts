import {
  type ContainerInstance,
  checkSoon,
  type Resources,
  type Service,
  type State,
  stop,
  type Task,
  toRun,
} from './model.ts';

/** Those of a cluster, in the order in which they registered. */
export const instancesOf = ({ instances }: State, cluster: string): ContainerInstance[] =>
  [...instances.values()].filter((each) => each.cluster === cluster);

export const tasksOn = ({ services }: State, { arn }: ContainerInstance): Task[] =>
  [...services.values()].flatMap(({ tasks }) => [...tasks.values()]).filter((task) => task.host === arn);

/** A task that stops keeps what it reserves until it has stopped. */
export function remainingOf(state: State, instance: ContainerInstance): Resources {
  const used = tasksOn(state, instance).filter((task) => !hasStopped(state, task));
  return {
    cpu: instance.cpu - used.reduce((sum, { reserves }) => sum + (reserves?.cpu ?? 0), 0),
    memory: instance.memory - used.reduce((sum, { reserves }) => sum + (reserves?.memory ?? 0), 0),
  };
}

export const hasStopped = ({ now, delays }: State, { stopping }: Task): boolean =>
  stopping !== null && now() >= stopping.at + delays.stopping;

/**
 * The container instance that takes another task of a service: of those with room, the one with the fewest of its tasks, as
 * the default strategy spreads them. Null if none "met all of its requirements".
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
 */
export function placeFor(state: State, service: Service, needed: Resources): ContainerInstance | null {
  const candidates = instancesOf(state, service.cluster)
    .filter(({ status }) => status === 'ACTIVE')
    .filter((instance) => {
      const left = remainingOf(state, instance);
      return left.cpu >= needed.cpu && left.memory >= needed.memory;
    })
    .map((instance) => ({ instance, own: toRun(service).filter(({ host }) => host === instance.arn).length }));
  return candidates.toSorted((one, other) => one.own - other.own)[0]?.instance ?? null;
}

/** What AWS does by itself: it forgets instances that ended, and moves tasks away from those that drain. */
export function keepInstances(state: State): void {
  for (const [arn, instance] of state.instances) {
    const hasEnded = !state.isRunning(instance.ec2InstanceId);
    if (!hasEnded && instance.status === 'ACTIVE') continue;
    for (const service of state.services.values()) {
      const own = toRun(service).filter(({ host }) => host === arn);
      for (const task of own)
        stop(state, task, hasEnded ? 'Host EC2 instance terminated' : 'Container instance is draining');
      if (own.length > 0) checkSoon(state, service);
    }
    if (hasEnded) state.instances.delete(arn);
  }
}

/** What a task of this definition needs; nothing of one that was never registered. */
export function neededBy({ definitions }: State, taskDefinition: string): Resources {
  const found: Readonly<Record<string, unknown>> = definitions.get(taskDefinition) ?? {};
  const containers = (found['containerDefinitions'] ?? []) as readonly Readonly<Record<string, number>>[];
  const sum = (of: (each: Readonly<Record<string, number>>) => number | undefined) =>
    containers.reduce((total, each) => total + (of(each) ?? 0), 0);
  return {
    cpu: Number(found['cpu'] ?? sum(({ cpu }) => cpu)),
    memory: Number(found['memory'] ?? sum(({ memoryReservation, memory }) => memoryReservation ?? memory)),
  };
}
