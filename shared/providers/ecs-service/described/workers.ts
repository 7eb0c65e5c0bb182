import type { Reason } from '../../../model/index.ts';
import { workerOf as taggedWorker } from '../../instances/seen-instance.ts';
import { isReadyBy, type ReportSettings, reportsOf, SILENT, silenceOf } from '../../reports/index.ts';
import type { ManagedWorker } from '../../worker.ts';
import { because } from '../because.ts';
import { type DescribedService, deploying, isDeploying } from './service.ts';
import { decodedTags } from './tag-values.ts';
import { isCapacity, type ServiceTask, stageOf } from './task.ts';

/** The worker group whose policy names the service. */
export interface Owner extends ReportSettings {
  readonly group: string;
}

/** The workers of a service: its tasks that start or run. */
export const workersOf = (owner: Owner, { tasks }: DescribedService, now: number): ManagedWorker[] =>
  tasks.filter(isCapacity).map((task) => workerOf(owner, task, now));

/** Tasks that the service wants and that do not exist yet. */
export const orderedBy = ({ desired, tasks }: DescribedService): number =>
  Math.max(0, desired - tasks.filter(isCapacity).length);

/**
 * Tasks that start or run and that ListTasks does not show yet: "the result of an API command you run that affects your
 * Amazon ECS resources might not be immediately visible to all subsequent commands"
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html). More than the desired count are tasks that stop.
 */
export const unlistedOf = ({ desired, started, tasks }: DescribedService): number =>
  Math.max(0, Math.min(started, desired) - tasks.filter(isCapacity).length);

function workerOf(owner: Owner, task: ServiceTask, now: number): ManagedWorker {
  const launchedAt = Math.min(task.createdAt ?? now, now);
  // A task reports with the same tags as an instance.
  const seen = { id: task.id, state: 'running', instanceType: '', zone: task.zone, launchedAt, lifecycle: '' };
  const tagged = taggedWorker({ ...seen, tags: decodedTags(task.tags) });
  const reported = reportsOf(tagged.reported ?? SILENT, now);
  const isUp = stageOf(task) === 'running';
  const isOverdue = !isUp && now - launchedAt >= owner.bootTimeout * 1000;
  const unhealthy =
    (task.health === 'UNHEALTHY' ? because['ecs-task-unhealthy']({}) : null) ??
    (isOverdue ? because['ecs-boot-timeout']({ seconds: owner.bootTimeout }) : null) ??
    silenceOf({ launchedAt, reported, isUp }, owner, now);
  return {
    id: task.id,
    group: owner.group,
    launchedAt,
    zone: task.zone,
    drainingUntil: tagged.drainingUntil,
    // From scale-in by ECS, or by the tag.
    protected: task.protected || tagged.protected,
    busy: tagged.busy,
    reported,
    drained: tagged.drained,
    unhealthy,
    serving: isUp && isReadyBy(owner, reported) && unhealthy === null,
    details: { market: task.runsOn, version: task.revision, lifecycle: task.lastStatus },
  };
}

/** An event of the last ten minutes says why a task is missing now. */
const RECENT_MS = 600_000;
const FAILURES = /unable to|failed to launch|was unable|is not able/i;

/** What keeps a service from being resized. */
export function notesOn(service: DescribedService, now: number): Reason[] {
  const { name, events } = service;
  const notes: Reason[] = [];
  if (isDeploying(service)) notes.push(deploying(service));
  const lacking = orderedBy(service);
  const event = events.find(({ at, message }) => now - at < RECENT_MS && FAILURES.test(message));
  if (lacking > 0 && event) notes.push(because['ecs-cannot-place']({ name, lacking, message: event.message }));
  return notes;
}
