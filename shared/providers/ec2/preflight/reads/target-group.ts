import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { asked } from '../../../../model/index.ts';
import type { LaunchFacts } from '../ports.ts';

/** Reads a target group. */
export const targetGroupOn =
  (client: ElasticLoadBalancingV2Client): LaunchFacts['targetGroup'] =>
  (arn) =>
    asked('elasticloadbalancing:DescribeTargetGroups', arn, async () => {
      try {
        const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }));
        const [found] = TargetGroups;
        if (!found) return null;
        const { TargetType = 'instance', VpcId: vpc = '', LoadBalancerArns = [] } = found;
        return { arn, targetType: TargetType, vpc, loadBalancers: LoadBalancerArns };
      } catch (error) {
        if (error instanceof TargetGroupNotFoundException) return null;
        throw error;
      }
    });

/** Reads the zones of load balancers. */
export const enabledZonesOn =
  (client: ElasticLoadBalancingV2Client): LaunchFacts['enabledZones'] =>
  (loadBalancers) =>
    asked('elasticloadbalancing:DescribeLoadBalancers', loadBalancers.join(', '), async () => {
      const found = await client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [...loadBalancers] }));
      const zones = (found.LoadBalancers ?? []).flatMap(({ AvailabilityZones = [] }) => AvailabilityZones);
      return new Set(zones.flatMap(({ ZoneName = [] }) => ZoneName));
    });
