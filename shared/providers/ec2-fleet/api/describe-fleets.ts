import type { QueryCall } from '../../../aws/query/call.ts';
import { items, type Node, only, text } from '../../../aws/query/xml.ts';
import { inChunks } from '../../../model/index.ts';
import { everyPage } from '../../instances/pages.ts';
import type { DescribedFleet, FleetMember } from '../described/fleet.ts';
import { Ec2FleetError, explained } from '../errors.ts';

export type FleetHead = Omit<DescribedFleet, 'members'>;
export type MemberHead = Omit<FleetMember, 'instance'>;

const FLEETS_PER_CALL = 100;

/**
 * Fleets by id, without their instances. AWS refuses a call because of one id that it does not know; then each half
 * is asked for alone, so that one unknown id of 100 takes some 14 calls more. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFleets.html
 */
export async function describeFleets(call: QueryCall, ids: readonly string[]): Promise<Map<string, FleetHead>> {
  const chunks = inChunks([...new Set(ids)], FLEETS_PER_CALL);
  const found = (await Promise.all(chunks.map((chunk) => known(call, chunk)))).flat();
  return new Map(found.map((fleet) => [fleet.id, fleet]));
}

async function known(call: QueryCall, ids: readonly string[]): Promise<FleetHead[]> {
  const parameters = Object.fromEntries(ids.map((id, index) => [`FleetId.${index + 1}`, id]));
  try {
    return await explained(() => everyPage(call, FLEETS, parameters), ids);
  } catch (error) {
    if (!(error instanceof Ec2FleetError) || error.reason.code !== 'fleet-not-found') throw error;
    if (ids.length === 1) return [];
    const half = Math.ceil(ids.length / 2);
    return [...(await known(call, ids.slice(0, half))), ...(await known(call, ids.slice(half)))];
  }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFleetInstances.html */
export const describeMembers = (call: QueryCall, id: string): Promise<MemberHead[]> =>
  explained(() => everyPage(call, MEMBERS, { FleetId: id }), [id]);

function fleetOf(node: Node): FleetHead {
  const target = only(node, 'targetCapacitySpecification');
  const unit = text(target, 'targetCapacityUnitType');
  const until = Date.parse(text(node, 'validUntil'));
  return {
    id: text(node, 'fleetId'),
    type: text(node, 'type'),
    state: text(node, 'fleetState'),
    desired: Number(text(target, 'totalTargetCapacity')),
    onDemand: onDemandIn(target),
    defaultMarket: text(target, 'defaultTargetCapacityType') === 'spot' ? 'spot' : 'on-demand',
    weighted: (unit !== '' && unit !== 'units') || hasWeights(node),
    failing: text(node, 'activityStatus') === 'error',
    validUntil: Number.isNaN(until) ? null : until,
    tags: Object.fromEntries(items(node, 'tagSet').map((tag) => [text(tag, 'key'), text(tag, 'value')])),
  };
}

/** What is not divided belongs to the default. */
function onDemandIn(target: Node): number {
  const [total, onDemand, spot] = ['totalTargetCapacity', 'onDemandTargetCapacity', 'spotTargetCapacity'].map((name) =>
    Number(text(target, name) || 0),
  ) as [number, number, number];
  return text(target, 'defaultTargetCapacityType') === 'spot' ? onDemand : total - spot;
}

const hasWeights = (node: Node): boolean =>
  items(node, 'launchTemplateConfigs')
    .flatMap((config) => items(config, 'overrides'))
    .some((override) => !['', '1', '1.0'].includes(text(override, 'weightedCapacity')));

const memberOf = (node: Node): MemberHead => ({
  id: text(node, 'instanceId'),
  instanceType: text(node, 'instanceType'),
  healthy: text(node, 'instanceHealth') !== 'unhealthy',
});

const FLEETS = { action: 'DescribeFleets', set: 'fleetSet', read: fleetOf };
const MEMBERS = { action: 'DescribeFleetInstances', set: 'activeInstanceSet', read: memberOf };
