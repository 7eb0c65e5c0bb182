import { CreateLaunchTemplateCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { TAG } from '../../../shared/names/names.ts';
import { lightDescribe } from '../../../shared/providers/ec2/api/light/describe.ts';
import { ec2Resizer } from '../../../shared/providers/ec2/api/resizer.ts';
import { ec2Workers } from '../../../shared/providers/ec2/api/workers.ts';
import type { Pool } from '../../../shared/providers/ec2/ports.ts';
import { poolKey } from '../../../shared/providers/ec2/ports.ts';
import { NOON } from '../../contracts/examples.ts';
import { describeFleetContract, type FleetSubject } from '../../contracts/fleet.contract.ts';
import { FakeFleet } from '../../fakes/fake-fleet.ts';
import { localAws } from './local-aws.ts';

const POOLS: readonly [Pool, Pool] = [
  { instanceType: 'm7g.large', subnet: 'subnet-00000001' },
  { instanceType: 'm7g.xlarge', subnet: 'subnet-00000002' },
];
const STAGE = 'test';
const launchTemplate = { name: 'worker', version: '$Default' };

describeFleetContract('fake', () => {
  const fleet = new FakeFleet({ clock: () => NOON });
  return {
    workers: fleet,
    resizer: fleet,
    launchTemplate,
    pools: POOLS,
    async tag(id, name, on) {
      if (name === 'busy') fleet.setBusy(id, on);
      else if (name === 'drained') fleet.setDrained(id, on);
      else fleet.setProtected(id, on);
    },
    strict: {
      makeShort: (pool, market, remaining, code) => fleet.makeShort(poolKey(pool, market), remaining, code),
      failNextLaunch: () => fleet.failLaunches(1),
      shutDown: (id) => fleet.stop(id),
      isTerminated: (id) => fleet.endingOf(id)?.state === 'terminated',
      protect: (id) => fleet.protect(id),
    },
  };
});

// Without the wait until describe calls show an instance: the contract is about what is shown then.
const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0 } } });

/** The adapters over the EC2 at an endpoint, looking by the light listing as the functions do. */
async function ec2At(endpoint: string): Promise<Omit<FleetSubject, 'strict'>> {
  const client = new EC2Client({ endpoint });
  const LaunchTemplateData = { ImageId: 'ami-12345678', InstanceType: 'm7g.large' as const };
  await client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: launchTemplate.name, LaunchTemplateData }));
  const describe = lightDescribe(aws.clients().cloudwatch.config, { AWS_ENDPOINT_URL_EC2: endpoint });
  const workers = ec2Workers(describe, STAGE);
  return {
    workers,
    resizer: ec2Resizer(client, describe, STAGE),
    launchTemplate,
    pools: POOLS,
    async tag(id, name, on) {
      const Tags = [{ Key: TAG[name], Value: String(on) }];
      await client.send(new CreateTagsCommand({ Resources: [id], Tags }));
    },
  };
}

describeFleetContract('EC2 stand-in', async () => {
  const { endpoint, ec2 } = aws.local();
  return {
    ...(await ec2At(endpoint)),
    strict: {
      makeShort: ({ instanceType, subnet }, market, remaining, code) =>
        ec2?.shortages.add({ instanceType, subnetId: subnet, market, remaining, ...(code && { code }) }),
      failNextLaunch: () => ec2?.launchFailures.add({ code: 'Client.InternalError', count: 1 }),
      shutDown: (id) => ec2?.shutDown(id),
      isTerminated: (id) => ['shutting-down', 'terminated'].includes(ec2?.find(id)?.state ?? ''),
      protect: (id) => ec2?.protect(id),
    },
  };
});

describeFleetContract('MiniStack', async () => ec2At(aws.local().emulatorEndpoint));
