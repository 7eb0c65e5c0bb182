import { Ec2Error, noCapacity } from '../errors.ts';
import type { CapacityReservation, LaunchTemplateData } from '../model.ts';
import type { Ec2State } from '../state.ts';

/** Which reservations an instance may use: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-reservations-launch.html */
export interface ReservationTarget {
  readonly id: string | null;
  /** ARN of a resource group of reservations. */
  readonly group: string | null;
  /** `none`: no reservation at all, also no open one. */
  readonly preference: string | null;
  readonly isForBlock: boolean;
}

export const targetOf = ({ reservation, isForBlock = false }: LaunchTemplateData): ReservationTarget => ({
  id: null,
  group: null,
  preference: null,
  ...reservation,
  isForBlock,
});

type Pool = Pick<CapacityReservation, 'instanceType' | 'zone'>;

/**
 * The reservation in which an instance runs; null: none. EC2 refuses an instance that targets a reservation by its id when
 * nothing is left of it. One that targets a group is then launched on demand.
 */
export function reservationFor(
  ec2State: Ec2State,
  pool: Pool,
  target?: ReservationTarget,
): CapacityReservation | Ec2Error | null {
  const id = target?.id ?? null;
  const group = target?.group ?? null;
  if (target?.preference === 'none') return null;
  if (id !== null && !ec2State.reservations.has(id)) {
    return new Ec2Error('InvalidCapacityReservationId.NotFound', `The capacity reservation '${id}' does not exist.`);
  }
  const isMeant = (each: CapacityReservation): boolean =>
    id !== null ? each.id === id : group !== null ? each.group === group : each.match === 'open';
  const found = [...ec2State.reservations.values()].find(
    (each) =>
      isMeant(each) &&
      each.isBlock === (target?.isForBlock ?? false) &&
      each.instanceType === pool.instanceType &&
      each.zone === pool.zone &&
      freeIn(ec2State, each) > 0,
  );
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-launch-instances-capacity-blocks-walkthrough.html
  if (found === undefined && target?.isForBlock) return noCapacity(pool.instanceType, pool.zone);
  if (found === undefined && id !== null) {
    return new Ec2Error(
      'ReservationCapacityExceeded',
      `The requested reservation does not have sufficient compatible and available capacity for this request.`,
    );
  }
  return found ?? null;
}

const freeIn = ({ instances }: Ec2State, { id, total }: CapacityReservation): number =>
  total -
  [...instances.values()].filter(({ capacityReservationId, endedAt, stoppedAt }) => {
    return capacityReservationId === id && endedAt === null && stoppedAt === null;
  }).length;
