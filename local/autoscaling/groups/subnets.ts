import { invalid } from '../errors.ts';
import type { State } from '../state.ts';

/** The subnets of a request: the named ones, or the default subnets of its zones. */
export function subnetsFor(state: State, named: readonly string[] | null, zones: readonly string[]): string[] {
  const all = state.ec2.subnets();
  if (named === null) {
    if (zones.length === 0) throw invalid('At least one Availability Zone or VPC Subnet is required.');
    return zones.map((zone) => {
      const found = all.find((subnet) => subnet.defaultForZone && subnet.zone === zone);
      if (found === undefined) throw invalid(`Invalid Availability Zone: ${zone}`);
      return found.id;
    });
  }
  const found = named.map((id) => {
    const subnet = all.find((one) => one.id === id);
    if (subnet === undefined) throw invalid(`The subnet ID '${id}' does not exist`);
    return subnet;
  });
  const theirZones = new Set(found.map(({ zone }) => zone));
  // "the subnets that you specify must reside in those Availability Zones"
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
  if (zones.length > 0 && zones.some((zone) => !theirZones.has(zone))) {
    throw invalid('The availability zones of the specified subnets and the AutoScalingGroup do not match');
  }
  return found.map(({ id }) => id);
}
