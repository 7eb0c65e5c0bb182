import { groupedBy } from '../../shared/model/index.ts';
import {
  arnOf,
  checkSoon,
  type Deployment,
  isProtected,
  newId,
  type Service,
  type State,
  statusOf,
  stop,
  type Task,
  toRun,
} from './model.ts';
import { keepInstances, neededBy, placeFor } from './placing.ts';

const ZONES = ['a', 'b'];
/** While tasks are missing, or cannot be stopped. */
const AGAIN_MS = 30_000;
const EVENTS = 100;

/** What the service scheduler does by itself. Nothing runs in the background: each call carries out first what is due. */
export function schedule(state: State): void {
  keepInstances(state);
  for (const [key, service] of state.services) {
    forget(state, service);
    replaceUnhealthy(state, service);
    for (let steps = 0; service.checkAt !== null && service.checkAt <= state.now() && steps < 100; steps++) {
      const at = service.checkAt;
      service.checkAt = null;
      if (service.daemon) continue;
      deploy(state, service);
      resize(state, service, at);
    }
    const isOver = service.status === 'DRAINING' && toRun(service).length === 0;
    if (isOver) state.services.set(key, Object.assign(service, { status: 'INACTIVE' as const }));
  }
}

function forget(state: State, { tasks }: Service): void {
  const { stopping, shownAfterwards } = state.delays;
  for (const [id, task] of tasks) {
    if (task.stopping !== null && state.now() >= task.stopping.at + stopping + shownAfterwards) tasks.delete(id);
  }
}

function replaceUnhealthy(state: State, service: Service): void {
  for (const task of toRun(service).filter(({ health }) => health === 'UNHEALTHY')) {
    stop(state, task, 'Task failed container health checks');
    checkSoon(state, service);
  }
}

/** Starts the tasks of the newest deployment beside the others, and stops those when the new ones run. */
function deploy(state: State, service: Service): void {
  const [newest] = service.deployments;
  if (newest === undefined || newest.rollout !== 'IN_PROGRESS') return;
  const tasks = toRun(service);
  const fresh = tasks.filter(({ deployment }) => deployment === newest);
  const old = tasks.filter(({ deployment }) => deployment !== newest);
  while (fresh.length < service.desired && launch(state, service, newest)) fresh.push(...toRun(service).slice(-1));
  const isUp = fresh.length >= service.desired && fresh.every((task) => statusOf(state, task) === 'RUNNING');
  if (isUp) for (const task of old.filter((each) => !isProtected(state, each))) stop(state, task, 'Scaling activity');
  if (isUp && old.every(({ stopping }) => stopping !== null)) {
    newest.rollout = 'COMPLETED';
    service.deployments = [newest];
    tell(state, service, 'has reached a steady state.');
  } else service.checkAt = state.now() + state.delays.reaction;
}

function resize(state: State, service: Service, at: number): void {
  const [newest] = service.deployments;
  if (newest === undefined || newest.rollout === 'IN_PROGRESS') return;
  while (toRun(service).length < service.desired) {
    if (launch(state, service, newest)) continue;
    tell(state, service, 'was unable to place a task because no container instance met all of its requirements.');
    service.checkAt = Math.max(at, state.now()) + AGAIN_MS;
    return;
  }
  while (toRun(service).length > service.desired) {
    const next = nextToStop(state, service);
    if (next === undefined) {
      service.checkAt = Math.max(at, state.now()) + state.delays.reaction + AGAIN_MS;
      return;
    }
    stop(state, next, 'Scaling activity initiated by the service scheduler');
  }
}

/** The oldest task of the zone with the most; never a protected one. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html */
function nextToStop(state: State, service: Service): Task | undefined {
  const zones = [...groupedBy(toRun(service), ({ zone }) => zone).values()].sort((a, b) => b.length - a.length);
  return zones.flatMap((tasks) => tasks.filter((task) => !isProtected(state, task)))[0];
}

function launch(state: State, service: Service, deployment: Deployment): boolean {
  if (service.room <= 0) return false;
  const needed = neededBy(state, deployment.taskDefinition);
  const place = service.isOnInstances ? placeFor(state, service, needed) : null;
  if (service.isOnInstances && place === null) return false;
  service.room -= 1;
  const id = newId(state);
  service.tasks.set(id, {
    id,
    arn: arnOf(state, `task/${service.cluster}/${id}`),
    createdAt: state.now(),
    deployment,
    zone: `${state.region}${ZONES[toRun(service).length % ZONES.length]}`,
    health: 'UNKNOWN' as const,
    host: place?.arn ?? null,
    reserves: place ? needed : null,
    stopping: null,
    protectedUntil: null,
    tags: new Map(service.propagates ? service.tags : []),
  });
  return true;
}

function tell(state: State, service: Service, what: string): void {
  service.events = [{ at: state.now(), message: `(service ${service.name}) ${what}` }, ...service.events].slice(
    0,
    EVENTS,
  );
}
