import type { Terminated } from '../../provider-adapter.ts';
import { type Addition, isOpen } from '../../sized/index.ts';
import { because } from '../because.ts';
import {
  aliveIn,
  capacityOf,
  type DescribedFleet,
  type FleetMember,
  hindrance,
  isSpot,
  targetOf,
  unfit,
} from '../described/fleet.ts';
import { workersOf } from '../described/workers.ts';
import { Ec2FleetError } from '../errors.ts';

/** Waits for some milliseconds. */
export type Pause = (ms: number) => Promise<void>;

/** What a resize needs of EC2. */
export interface Resizing {
  /** The fleet as it is now; throws an `Ec2FleetError` when there is none. */
  now(id: string): Promise<DescribedFleet>;
  /** Its state and target now, without its instances. */
  head(id: string): Promise<Pick<DescribedFleet, 'state' | 'desired'>>;
  /** Sets the target. Instances beyond it keep running. */
  modify(id: string, target: { readonly onDemand: number; readonly spot: number }): Promise<void>;
  /** Terminates instances; returns those that EC2 refuses to terminate. */
  terminate(id: string, instances: readonly string[]): Promise<readonly string[]>;
  readonly pause: Pause;
}

/**
 * Carries a plan out, however often it is called: the target is absolute, and a target that others raised further is left as
 * it is. The instances come later, by themselves.
 */
export async function carryOut(aws: Resizing, plan: Addition): Promise<{ readonly desired: number }> {
  const fleet = await aws.now(plan.name);
  if (!isOpen(plan, fleet)) return fleet;
  const reason = unfit(fleet) ?? hindrance(fleet);
  if (reason !== null) throw new Ec2FleetError(reason);
  // Neither target is lowered, even if somebody has divided them otherwise since.
  const most = fleet.onDemand + plan.target - fleet.desired;
  const onDemand = Math.min(most, Math.max(fleet.onDemand, plan.onDemand ?? fleet.onDemand));
  await aws.modify(plan.name, { onDemand, spot: plan.target - onDemand });
  return { desired: plan.target };
}

/** EC2 carries a modification out a moment after it was asked for. What it has not by then, the next evaluation goes on with. */
const LOOKS_MS = [250, 500, 1000, 2000, 3000, 3000];

/**
 * Terminates instances and lowers the target by their number, so that nothing replaces them. The target is lowered first,
 * and the fleet is told not to terminate what is beyond it: it would choose itself. While it is being modified, it might
 * still replace what ends; so nothing is terminated before it is active again. The instances are looked at again at this
 * moment: a protected one stays, and so does a busy one unless `evenBusy`. May be repeated: instances beyond the target are
 * those for which an earlier call has lowered it already.
 */
export async function remove(
  aws: Resizing,
  id: string,
  ids: readonly string[],
  evenBusy: boolean,
): Promise<Terminated> {
  const fleet = await aws.now(id);
  const capacity = capacityOf(fleet);
  const existing = new Set(capacity.map((member) => member.id));
  const gone = ids.filter((each) => !existing.has(each));
  const chosen = chosenIn(fleet, ids, evenBusy);
  if (chosen.length === 0) return { gone, reasons: [] };
  const hindered = unfit(fleet) ?? hindrance(fleet);
  if (hindered !== null) return { gone, reasons: [hindered] };
  const [target, alive] = [targetOf(fleet), aliveIn(fleet)];
  const ofSpot = chosen.filter(isSpot).length;
  const onDemand = lowered(target.onDemand, alive.onDemand, chosen.length - ofSpot);
  const spot = lowered(target.spot, alive.spot, ofSpot);
  if (onDemand + spot < fleet.desired) {
    await aws.modify(id, { onDemand, spot });
    if (!(await isLowered(aws, id, onDemand + spot))) {
      return { gone, reasons: [because['fleet-still-modifying']({ id, left: chosen.length })] };
    }
  }
  const refused = new Set(
    await aws.terminate(
      id,
      chosen.map((member) => member.id),
    ),
  );
  const ended = chosen.map((member) => member.id).filter((each) => !refused.has(each));
  const reasons = refused.size > 0 ? [because['fleet-keeps-protected']({ id, workers: [...refused] })] : [];
  return { gone: [...gone, ...ended], reasons };
}

/** The target of one market without the chosen instances. */
const lowered = (target: number, alive: number, chosen: number): number =>
  Math.max(0, target - Math.max(0, chosen - Math.max(0, alive - target)));

function chosenIn(fleet: DescribedFleet, ids: readonly string[], evenBusy: boolean): FleetMember[] {
  const owner = { group: '', bootTimeout: Number.POSITIVE_INFINITY };
  const free = workersOf(owner, fleet, 0).filter((worker) => !worker.protected && (evenBusy || worker.busy !== true));
  const removable = new Set(free.map((worker) => worker.id));
  const members = new Map(fleet.members.map((member) => [member.id, member]));
  return ids.flatMap((id) => (removable.has(id) ? (members.get(id) ?? []) : []));
}

/** A description may be older than the call, and show the fleet active with the target that it had before. */
async function isLowered(aws: Resizing, id: string, target: number): Promise<boolean> {
  for (const ms of LOOKS_MS) {
    await aws.pause(ms);
    const { state, desired } = await aws.head(id);
    if (state === 'active' && desired <= target) return true;
  }
  return false;
}
