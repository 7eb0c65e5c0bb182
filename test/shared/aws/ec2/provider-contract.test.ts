import { FLEET_ACCESS } from '../../../../shared/providers/ec2/ports.ts';
import { autoScalingGroupOnAws, ec2FleetOnAws, ec2OnAws, ecsServiceOnAws } from '../../../contracts/on-aws/provider.ts';
import { describeProviderContract } from '../../../contracts/providers/provider.contract.ts';
import { localAws } from '../local-aws.ts';

const MINUTE = 60_000;

let skipped = 0;
const now = () => Date.now() + skipped;
const aws = localAws({ ec2: { now } });

const providers = () => ({
  ...{ clients: aws.clients(), subnets: ['subnet-00000001', 'subnet-00000002'], now },
  // What is ordered comes a call after it is due.
  async settle() {
    skipped += MINUTE;
    for (let times = 0; times < 2; times++) aws.local().autoScaling?.groups();
    aws.local().ecs?.services();
    skipped += MINUTE;
  },
});

describeProviderContract('ec2, on AWS', async () => ({
  ...(await ec2OnAws(providers())),
  async end(id, as) {
    const { ec2 } = aws.local();
    if (as === 'stopped') ec2?.shutDown(id);
    else ec2?.end(id, 'Server.InternalError');
  },
}));
describeProviderContract('auto-scaling-group, on AWS', () => autoScalingGroupOnAws(providers()));
describeProviderContract('ec2-fleet, on AWS', () => ec2FleetOnAws(providers()));
describeProviderContract('ecs-service, on AWS', () => ecsServiceOnAws(providers()));
describeProviderContract('ec2 without EC2 Fleet, on AWS', async () => ({
  ...(await ec2OnAws(providers(), { instanceTypes: ['m7g.large', 'c7g.large'], spot: { percent: 50 } })),
  unavailable: new Map([[FLEET_ACCESS, Number.POSITIVE_INFINITY]]),
}));

const REQUIREMENTS = { vcpus: 2, memoryGiB: { min: 4, max: 8 }, architectures: ['arm64'], exclude: ['c7g.*'] };
const byRequirements = { instanceTypes: undefined, requirements: REQUIREMENTS };

describeProviderContract('ec2 by requirements, on AWS', () => ec2OnAws(providers(), byRequirements));
describeProviderContract('ec2 by requirements without EC2 Fleet, on AWS', async () => ({
  ...(await ec2OnAws(providers(), byRequirements)),
  unavailable: new Map([[FLEET_ACCESS, Number.POSITIVE_INFINITY]]),
}));
