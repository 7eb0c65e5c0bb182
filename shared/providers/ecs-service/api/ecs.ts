import { TAG } from '../../../names/index.ts';
import { isCapacity } from '../described/task.ts';
import { EcsServiceError } from '../errors.ts';
import type { Ecs } from '../ports.ts';
import type { EcsCall } from './call.ts';
import { describeServices } from './describe-services.ts';
import { ownScaling } from './own-scaling.ts';
import { placements, setOpen } from './placement.ts';
import { carryOut, type Pause, remove } from './resize.ts';
import { markDrained, markDraining, markReported, unmarkDraining } from './tags.ts';
import { TASK_ID } from './task-id.ts';
import { describeTasks } from './tasks.ts';

export interface EcsContext {
  /** Calls of ECS and of Application Auto Scaling. */
  readonly call: EcsCall;
  readonly scaling: EcsCall;
  readonly stage: string;
  readonly pause: Pause;
}

export const ecs = ({ call, scaling, stage, pause }: EcsContext): Ecs => ({
  services: (names) => describeServices(call, names),
  ...placements(call),
  setOpen: (references, isOpen) => setOpen(call, references, isOpen),
  raise: (plan) => carryOut(call, plan),
  remove: (name, ids, evenBusy) => remove(call, pause, name, ids, evenBusy),
  mark: (ids, until) => markDraining(call, ids, until),
  unmark: (ids) => unmarkDraining(call, ids),
  markDrained: (id) => markDrained(call, id),
  markReported: (id, report, at) => markReported(call, id, report, at),
  ownScaling: ownScaling(scaling),

  async find(id) {
    if (!TASK_ID.test(id)) return null;
    const [task] = await describeTasks(call, [id]).catch(notFound);
    const group = task?.tags[TAG.group];
    if (!task || group === undefined || task.tags[TAG.stage] !== stage) return null;
    return { group, alive: isCapacity(task), draining: task.tags[TAG.drainingUntil] !== undefined };
  },
});

/** A cluster that is missing has no tasks. */
function notFound(error: unknown): [] {
  if (error instanceof EcsServiceError && error.reason.code === 'ecs-not-found') return [];
  throw error;
}
