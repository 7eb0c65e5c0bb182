import { Ec2Error, invalidValue, missing, noCapacity, statusOf } from '../errors.ts';
import { imageFault } from '../instances/images.ts';
import { isOffered, notOffered } from '../instances/offerings.ts';
import { freeAddresses } from '../instances/subnets.ts';
import { architectureFault } from '../instances/type-attributes.ts';
import type {
  Instance,
  LaunchTemplateData,
  Market,
  ShutdownBehavior,
  Subnet,
  TagSpecification,
  Volume,
} from '../model.ts';
import type { Ec2State } from '../state.ts';
import { checkTags } from '../tags/tags.ts';
import { hibernationFault } from './hibernation.ts';
import { type ReservationTarget, reservationFor } from './reservations.ts';

/** One instance to launch. A missing value is `null`. */
export interface LaunchOrder {
  readonly instanceType: string | null;
  readonly imageId: string | null;
  readonly subnet: Subnet;
  readonly securityGroups: readonly string[];
  readonly market: Market;
  /** Which capacity reservations the instance may use; any open one by default. */
  readonly target?: ReservationTarget;
  readonly tags: ReadonlyMap<string, string>;
  readonly protected: boolean;
  /** `false` by default. */
  readonly hibernates?: boolean | undefined;
  /** Those that the template changes. */
  readonly volumes?: readonly Volume[] | undefined;
  /** `stop` by default. */
  readonly shutdownBehavior: ShutdownBehavior | null;
  readonly reservationId: string;
  readonly clientToken: string | null;
  /** Ms since the epoch; now by default. Another service may launch the instance late, at the time it was due. */
  readonly at?: number;
}

/** Launches one instance. Returns EC2's error if it cannot be launched. */
export function launch(ec2State: Ec2State, order: LaunchOrder): Instance | Ec2Error {
  const { instanceType, imageId, subnet, market } = order;
  if (instanceType === null) return missing('InstanceType');
  if (!ec2State.instanceTypes.has(instanceType))
    return invalidValue(`Invalid value '${instanceType}' for InstanceType.`);
  if (imageId === null) return missing('ImageId');
  const noImage = imageFault(ec2State, imageId);
  if (noImage !== null) return noImage;
  const mismatch = architectureFault(ec2State, instanceType, imageId);
  if (mismatch !== null) return mismatch;
  const cannotHibernate = order.hibernates ? hibernationFault(ec2State, { ...order, instanceType, imageId }) : null;
  if (cannotHibernate !== null) return cannotHibernate;
  if (!isOffered(ec2State, instanceType, subnet.zone)) return notOffered(instanceType, subnet.zone);
  if (freeAddresses(ec2State, subnet) <= 0) {
    return new Ec2Error(
      'InsufficientFreeAddressesInSubnet',
      `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of instances.`,
    );
  }
  const reservation =
    market === 'spot' ? null : reservationFor(ec2State, { instanceType, zone: subnet.zone }, order.target);
  if (reservation instanceof Ec2Error) return reservation;
  const shortage = reservation !== null ? null : ec2State.shortages.take({ instanceType, subnetId: subnet.id, market });
  if (shortage !== null) {
    const error = noCapacity(instanceType, subnet.zone);
    const { code = error.code, message = code === error.code ? error.message : 'A configured shortage.' } = shortage;
    return new Ec2Error(code, message, statusOf(code));
  }
  const sequence = ec2State.nextSequence();
  const launchedAt = order.at ?? ec2State.now();
  const instance: Instance = {
    id: `i-${ec2State.newId()}`,
    sequence,
    reservationId: order.reservationId,
    instanceType,
    imageId,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    zone: subnet.zone,
    market,
    privateIp: addressIn(subnet, sequence),
    launchedAt,
    shutdownBehavior: order.shutdownBehavior ?? 'stop',
    startedAt: launchedAt,
    capacityReservationId: reservation?.id ?? null,
    inBlock: reservation?.isBlock ?? false,
    clientToken: order.clientToken,
    tags: new Map(order.tags),
    securityGroups: order.securityGroups,
    protected: order.protected,
    hibernates: order.hibernates ?? false,
    endedAt: null,
    stoppedAt: null,
    beforeStart: null,
    stateReason: null,
    doom: ec2State.launchFailures.take({ instanceType, subnetId: subnet.id, market }, launchedAt),
    impaired: false,
  };
  ec2State.instances.set(instance.id, instance);
  return instance;
}

/** The tags of a new instance. Tags of the request override tags of the template. */
export function instanceTags(
  data: LaunchTemplateData | null,
  request: readonly TagSpecification[],
): Map<string, string> {
  const tags = new Map<string, string>();
  for (const specification of [...(data?.tagSpecifications ?? []), ...request]) {
    checkTags(specification.tags);
    if (specification.resourceType !== 'instance') continue;
    for (const { key, value } of specification.tags) tags.set(key, value);
  }
  checkTags([...tags].map(([key, value]) => ({ key, value })));
  return tags;
}

/** The subnet of a launch that names none: the default subnet of the zone, or of any zone. */
export function defaultSubnet(ec2State: Ec2State, zone: string | null): Subnet {
  for (const subnet of ec2State.subnets.values()) {
    if (subnet.defaultForZone && (zone === null || subnet.zone === zone)) return subnet;
  }
  throw zone === null
    ? new Ec2Error('MissingInput', 'No subnets found for the default VPC. Please specify a subnet.')
    : invalidValue(`Invalid availability zone: [${zone}]`);
}

/** An address in the subnet. Nothing uses it, so it may repeat after `addresses` launches. */
function addressIn(subnet: Subnet, sequence: number): string {
  const [a = 0, b = 0, c = 0] = subnet.cidr.split(/[./]/).map(Number);
  const offset = 4 + (sequence % subnet.addresses);
  return `${a}.${b}.${c + (offset >> 8)}.${offset & 255}`;
}
