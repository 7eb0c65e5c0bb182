import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../../../model/index.ts';
import type { Subnet } from '../ports.ts';
import { because } from '../reasons.ts';

interface Wanted {
  readonly group: string;
  readonly subnets: readonly string[];
  readonly capacity: { readonly min: number; readonly max: number };
}

/** Whether the subnets exist, in several zones of one VPC, with enough free addresses. */
export function subnetChecks(answer: Asked<readonly Subnet[]>, { group, subnets, capacity }: Wanted): Check[] {
  if ('failure' in answer) return [unchecked(group, answer.failure)];
  const found = answer.value;
  const missing = subnets.filter((id) => !found.some((subnet) => subnet.id === id));
  if (missing.length > 0) {
    return [blocked(group, because['subnets-missing']({ subnets: missing }), because['remedy-subnets']({}))];
  }
  const zones = [...new Set(found.map(({ zone }) => zone))].toSorted();
  const vpcs = [...new Set(found.map(({ vpc }) => vpc))].toSorted();
  const problems: Check[] = [];
  if (vpcs.length > 1) {
    problems.push(blocked(group, because['subnets-in-several-vpcs']({ vpcs }), because['remedy-subnets']({})));
  }
  const [zone = ''] = zones;
  if (zones.length === 1) {
    problems.push(warned(group, because['subnets-one-zone']({ zone }), because['remedy-subnets-zones']({})));
  }
  problems.push(...addressProblems(group, found, capacity));
  if (problems.length > 0) return problems;
  const free = found.reduce((sum, subnet) => sum + (subnet.free ?? 0), 0);
  return [passed(group, because['subnets-found']({ subnets: found.length, zones, free }))];
}

function addressProblems(group: string, found: readonly Subnet[], { min, max }: Wanted['capacity']): Check[] {
  // A subnet with IPv6 alone has addresses for everybody.
  if (found.some(({ free }) => free === null)) return [];
  const free = found.reduce((sum, subnet) => sum + (subnet.free ?? 0), 0);
  const remedy = because['remedy-subnets-addresses']({});
  if (free < min) return [blocked(group, because['addresses-few']({ free, wanted: min, bound: 'min' }), remedy)];
  if (free < max) return [warned(group, because['addresses-few']({ free, wanted: max, bound: 'max' }), remedy)];
  return [];
}

/** Whether workers can reach anything outside. */
export function routeCheck(group: string, subnets: readonly Subnet[], routed: Asked<ReadonlySet<string>>): Check {
  if ('failure' in routed) return unchecked(group, routed.failure);
  const without = subnets.map(({ id }) => id).filter((id) => !routed.value.has(id));
  if (without.length === 0) return passed(group, because['subnets-routed']({}));
  return warned(group, because['subnets-not-routed']({ subnets: without }), because['remedy-subnets-routes']({}));
}
