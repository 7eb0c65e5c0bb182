import type { Reason } from '../../model/index.ts';
import { TAG } from '../../names/index.ts';
import type { Planned, PlannedRemoval } from '../provider-module.ts';
import { type Addition, additionTo, keptBeyond, type Plan } from '../sized/index.ts';
import { because } from './because.ts';
import { type DescribedService, deploying, isDeploying } from './described/service.ts';
import { isCapacity } from './described/task.ts';

/** Adds `count` tasks to what the service already wants, and to what it has beyond that. */
export function planToAdd(service: DescribedService, count: number): Planned<Addition> {
  const { name, desired } = service;
  if (isDeploying(service)) return { plan: null, count: 0, deferred: count, reasons: [deploying(service)] };
  const plan = additionTo({ name, desired, surplus: surplusIn(service) }, count);
  return { plan, count, deferred: 0, reasons: [] };
}

/**
 * The tasks that may be removed, in the given order. While a service replaces tasks it may have more of them than its
 * desired count; those it stops itself.
 */
export function planToRemove(
  service: DescribedService,
  workers: readonly string[],
  keep: number,
): PlannedRemoval<Plan> {
  const { name, desired } = service;
  const none = (reason: Reason): PlannedRemoval<Plan> => ({ workers: [], plan: null, reasons: [reason] });
  if (isDeploying(service)) return none(deploying(service));
  const untagged = untaggedIn(service);
  if (untagged > 0) return none(because['ecs-tasks-untagged']({ name, tasks: untagged }));
  const removed = workers.slice(0, Math.max(0, desired - keep));
  const reasons = removed.length < workers.length ? [because['ecs-replaces']({ name, desired })] : [];
  return { workers: removed, plan: removed.length === 0 ? null : { name }, reasons };
}

/**
 * Tasks beyond the desired count that a protection keeps: lowering the count doesn't stop them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html
 */
const surplusIn = ({ desired, tasks }: DescribedService): number => keptBeyond(desired, tasks.filter(isCapacity));

/** Only tasks with the stage's tag may be protected, and so be kept while others are removed. */
export const untaggedIn = ({ tasks }: DescribedService): number =>
  tasks.filter((task) => isCapacity(task) && task.tags[TAG.stage] === undefined).length;
