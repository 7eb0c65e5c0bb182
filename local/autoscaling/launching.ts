import { groupedBy } from '../../shared/model/index.ts';
import { Ec2Error, type Market, type Subnet } from '../ec2/index.ts';
import { endActivity, startActivity } from './activities.ts';
import { capacityOf, type Group, isCapacity, type Member, type Override } from './model.ts';
import { type State, second } from './state.ts';

/** Launches the missing instances one by one. Returns false when EC2 has no more capacity. */
export function launchLacking(state: State, group: Group, at: number): boolean {
  while (capacityOf(group) < group.desired) {
    if (!launchOne(state, group, at)) return false;
  }
  return true;
}

function launchOne(state: State, group: Group, at: number): boolean {
  const have = capacityOf(group);
  const cause = `${group.cause}  At ${second(at)} an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${have} to ${group.desired}.`;
  const market = nextMarket(state, group);
  // A zone gets one failed activity, even if several types have no capacity there.
  for (const subnet of subnetsInOrder(state, group)) {
    let failure: Ec2Error | null = null;
    for (const override of overridesOf(group)) {
      const answer = state.ec2.launchForService({
        template: group.settings.launch.template,
        instanceType: override?.instanceType ?? null,
        subnetId: subnet.id,
        market,
        tags: [...group.tags.values()].filter(({ propagate }) => propagate).map(({ key, value }) => ({ key, value })),
        serviceTags: new Map([['aws:autoscaling:groupName', group.name]]),
        at,
      });
      if (answer instanceof Ec2Error) {
        failure = answer;
        continue;
      }
      const activity = startActivity(state, group, at, {
        description: `Launching a new EC2 instance: ${answer.id}`,
        cause,
        status: 'PreInService',
        subnetId: subnet.id,
        zone: subnet.zone,
      });
      const member: Member = {
        id: answer.id,
        instanceType: answer.instanceType,
        zone: subnet.zone,
        subnetId: subnet.id,
        template: versionInUse(state, group),
        weight: override?.weight ?? 1,
        state: 'Pending',
        since: at,
        health: 'Healthy',
        unhealthy: null,
        protected: group.settings.newInstancesProtected,
        activity,
        wait: null,
      };
      group.members.set(member.id, member);
      return true;
    }
    if (failure !== null) {
      const failed = startActivity(state, group, at, {
        description: `Launching a new EC2 instance.  Status Reason: ${failure.message} Launching EC2 instance failed.`,
        cause,
        subnetId: subnet.id,
        zone: subnet.zone,
      });
      endActivity(failed, at, 'Failed', `${failure.message} Launching EC2 instance failed.`);
    }
  }
  return false;
}

const versionInUse = (state: State, group: Group): Member['template'] => {
  const { template, number } = state.ec2.resolvedTemplate(group.settings.launch.template);
  return { id: template.id, name: template.name, version: String(number) };
};

/** Zones with the fewest instances first. https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html */
function subnetsInOrder(state: State, group: Group): Subnet[] {
  const counts = groupedBy([...group.members.values()].filter(isCapacity), ({ zone }) => zone);
  const of = (zone: string): number => counts.get(zone)?.length ?? 0;
  return state.ec2
    .subnets()
    .filter(({ id }) => group.settings.subnets.includes(id))
    .sort((a, b) => of(a.zone) - of(b.zone));
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/allocation-strategies.html; here, all strategies keep the given order. */
function overridesOf(group: Group): (Override | null)[] {
  const { launch } = group.settings;
  return launch.kind === 'mixed' && launch.overrides.length > 0 ? [...launch.overrides] : [null];
}

/** The market of the next instance, which keeps the configured share of on-demand instances above the base. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html */
function nextMarket(state: State, group: Group): Market {
  const { launch } = group.settings;
  if (launch.kind !== 'mixed') return 'on-demand';
  const { onDemandBase, onDemandPercent } = launch.distribution;
  const members = [...group.members.values()].filter(isCapacity);
  const onDemand = members.filter(({ id }) => state.ec2.find(id)?.market === 'on-demand').length;
  if (onDemand < onDemandBase) return 'on-demand';
  const above = members.length + 1 - onDemandBase;
  return onDemand - onDemandBase < Math.ceil((above * onDemandPercent) / 100) ? 'on-demand' : 'spot';
}
