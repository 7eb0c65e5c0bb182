import type { Reason } from '../../../model/index.ts';
import type { Terminated } from '../../provider-adapter.ts';
import { type Addition, isOpen } from '../../sized/index.ts';
import { because } from '../because.ts';
import { type DescribedService, deploying, isDeploying } from '../described/service.ts';
import { isCapacity, type ServiceTask, stageOf } from '../described/task.ts';
import { workersOf } from '../described/workers.ts';
import { EcsServiceError, explained } from '../errors.ts';
import { partsOf } from '../names.ts';
import type { EcsCall } from './call.ts';
import { serviceNow } from './describe-services.ts';
import { type Protected, protect, unprotect } from './protection.ts';
import { describeTasks } from './tasks.ts';

/** Waits for some milliseconds. */
export type Pause = (ms: number) => Promise<void>;

/**
 * Carries a plan out, however often it is called: the target is absolute, and a count that others raised further is left
 * as it is. The tasks come later, by themselves.
 */
export async function carryOut(call: EcsCall, plan: Addition): Promise<{ readonly desired: number }> {
  const service = await serviceNow(call, plan.name);
  if (!isOpen(plan, service)) return service;
  if (isDeploying(service)) throw new EcsServiceError(deploying(service));
  await setDesiredCount(call, plan.name, plan.target);
  return { desired: plan.target };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
async function setDesiredCount(call: EcsCall, name: string, desiredCount: number): Promise<void> {
  const { cluster, service } = partsOf(name);
  await explained(() => call('UpdateService', { cluster, service, desiredCount }), [name]);
}

/**
 * If a process dies before it removes a protection, the protection delays a scale-in and deployments for this long.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html
 */
const PROTECTED_MINUTES = 5;
/** ECS carries out a desired count a moment after it was set. The next evaluation looks at what it has not carried out by then. */
const LOOKS_MS = [250, 500, 1000, 2000, 3000, 3000];

/**
 * Lets ECS stop these tasks: the desired count is lowered by their number while all others are protected from scale-in, so
 * ECS can stop no other. They are looked at again at this moment: a protected task stays, and so does a busy one unless
 * `evenBusy`; those are not returned. May be repeated: tasks that ECS still has to stop are not counted twice.
 */
export async function remove(
  call: EcsCall,
  pause: Pause,
  name: string,
  ids: readonly string[],
  evenBusy: boolean,
): Promise<Terminated> {
  const service = await serviceNow(call, name);
  const capacity = service.tasks.filter(isCapacity);
  const existing = new Set(capacity.map(({ id }) => id));
  const gone = ids.filter((id) => !existing.has(id));
  const chosen = chosenIn(service, ids, evenBusy);
  if (chosen.length === 0) return { gone, reasons: [] };
  if (isDeploying(service)) return { gone, reasons: [deploying(service)] };
  const others = capacity.filter((task) => !task.protected && !chosen.includes(task.id));
  const { own, reason } = await protectAll(call, name, others);
  if (reason !== null) return { gone, reasons: [reason] };
  // Those that ECS still has to stop for an earlier call.
  const surplus = Math.max(0, capacity.length - service.desired);
  const desired = service.desired - Math.max(0, chosen.length - surplus);
  if (desired < service.desired) await setDesiredCount(call, name, desired);
  const left = await leftAfterLooks(call, pause, chosen);
  if (left.length > 0) {
    // The others stay protected until ECS has stopped these, or until the protection expires.
    const stopped = chosen.filter((id) => !left.includes(id));
    return { gone: [...gone, ...stopped], reasons: [because['ecs-stopping']({ name, left: left.length })] };
  }
  await unprotect(call, own);
  return { gone: [...gone, ...chosen], reasons: [] };
}

function chosenIn(service: DescribedService, ids: readonly string[], evenBusy: boolean): string[] {
  const owner = { group: '', bootTimeout: Number.POSITIVE_INFINITY };
  const workers = workersOf(owner, service, 0);
  const free = workers.filter((worker) => !worker.protected && (evenBusy || worker.busy !== true));
  const removable = new Set(free.map(({ id }) => id));
  return ids.filter((id) => removable.has(id));
}

/** The protections that were set; with the reason, and none, if a running task could not be protected. One that starts has no work to lose. */
async function protectAll(
  call: EcsCall,
  name: string,
  tasks: readonly ServiceTask[],
): Promise<{ readonly own: Protected['own']; readonly reason: Reason | null }> {
  const ids = tasks.map(({ id }) => id);
  const { own, failures } = await protect(call, ids, PROTECTED_MINUTES);
  const failed = tasks.find((task) => failures.has(task.id) && stageOf(task) === 'running');
  if (failed === undefined) return { own, reason: null };
  await unprotect(call, own);
  return { own: new Map(), reason: because['ecs-cannot-protect']({ name, error: failures.get(failed.id) ?? '' }) };
}

async function leftAfterLooks(call: EcsCall, pause: Pause, ids: readonly string[]): Promise<readonly string[]> {
  let left = ids;
  for (const ms of LOOKS_MS) {
    await pause(ms);
    const still = new Set((await describeTasks(call, left)).filter(isCapacity).map(({ id }) => id));
    left = left.filter((id) => still.has(id));
    if (left.length === 0) break;
  }
  return left;
}
