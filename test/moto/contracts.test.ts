import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { describe } from 'vitest';
import type { Pool } from '../../shared/providers/ec2/ports.ts';
import { describeAlarmsContract } from '../contracts/alarms.contract.ts';
import { describeMetricsContract } from '../contracts/metrics.contract.ts';
import { alarmsOnAws, metricsOnAws } from '../contracts/on-aws/cloudwatch.ts';
import { fleetOnAws } from '../contracts/on-aws/ec2.ts';
import { autoScalingGroupOnAws, ec2OnAws, type ProvidersOnAws } from '../contracts/on-aws/provider.ts';
import { evaluationQueueOnAws, queuesOnAws } from '../contracts/on-aws/sqs.ts';
import { describeFleetContract, type FleetSubject } from '../contracts/providers/fleet.contract.ts';
import { describeProviderContract } from '../contracts/providers/provider.contract.ts';
import { describeEvaluationQueueContract, describeQueuesContract } from '../contracts/queues.contract.ts';
import { onlyInFullRun } from '../full-run.ts';
import { DIFFERENCES } from './differences.ts';
import { motoLevers } from './levers.ts';
import { motoServer } from './server.ts';

/** Moto's DescribeInstanceStatus ignores its filters, so every instance fails its status checks. */
const WITHOUT_STATUS_CHECKS = { statusChecks: false };

describe('the contracts on moto', onlyInFullRun, () => {
  const moto = motoServer();

  const subnets = async (): Promise<[string, string]> => {
    const { Subnets = [] } = await new EC2Client({}).send(new DescribeSubnetsCommand({}));
    const [one = '', other = ''] = Subnets.map(({ SubnetId = '' }) => SubnetId);
    return [one, other];
  };
  const fleet = async (): Promise<FleetSubject> => {
    const { clients, endpoint } = moto();
    const [one, other] = await subnets();
    const pools: [Pool, Pool] = [
      { instanceType: 'm7g.large', subnet: one },
      { instanceType: 'm7g.xlarge', subnet: other },
    ];
    const { warm: _, ...subject } = await fleetOnAws(clients, endpoint, pools);
    return { ...subject, strict: motoLevers(new EC2Client({})) };
  };
  const providers = async (): Promise<ProvidersOnAws> => ({
    ...{ clients: moto().clients, subnets: await subnets(), now: Date.now },
    async settle() {},
  });

  describeFleetContract('moto', fleet, DIFFERENCES.fleet);
  describeProviderContract(
    'ec2, on moto',
    async () => ec2OnAws(await providers(), WITHOUT_STATUS_CHECKS),
    DIFFERENCES.ec2,
  );
  describeProviderContract(
    'auto-scaling-group, on moto',
    async () => autoScalingGroupOnAws(await providers()),
    DIFFERENCES.autoScalingGroup,
  );
  describeMetricsContract('moto', () => metricsOnAws(moto().clients));
  describeAlarmsContract('moto', () => alarmsOnAws(moto().clients));
  describeQueuesContract('moto', () => queuesOnAws(moto().clients));
  describeEvaluationQueueContract('moto', () => evaluationQueueOnAws(moto().clients));
});
