import { buffer } from 'node:stream/consumers';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { onTestFinished } from 'vitest';
import { LocalEc2, serveEc2 } from '../../../../local/ec2/index.ts';
import { TAG } from '../../../../shared/names/index.ts';
import { ec2FleetAdapter } from '../../../../shared/providers/ec2-fleet/adapter.ts';
import { fleets } from '../../../../shared/providers/ec2-fleet/api/fleets.ts';
import { format } from '../../../../shared/providers/ec2-fleet/format/index.ts';
import { type DescribedFleet, ec2Fleet } from '../../../../shared/providers/ec2-fleet/index.ts';
import type { Description } from '../../../../shared/providers/index.ts';
import { ec2Call } from '../../../../shared/providers/instances/call.ts';
import { lightDescribe } from '../../../../shared/providers/instances/describe.ts';
import { serving } from '../../../sources/servers.ts';

export const DELAYS = { reaction: 5_000, modifying: 500, retry: 15_000 };

export interface Made {
  readonly onDemand?: number;
  readonly spot?: number;
  readonly type?: string;
  /** Of the instances; the stage's tag unless given. */
  readonly tags?: Readonly<Record<string, string>>;
  /** More parameters of CreateFleet. */
  readonly more?: Readonly<Record<string, string>>;
  readonly config?: object;
}

/** The product's calls before the stand-in, on a clock of the test's own. A fleet has so many running instances. */
export async function withFleet({ onDemand = 0, spot = 0, type = 'maintain', tags, more = {}, config = {} }: Made) {
  let now = Date.parse('2026-11-21T12:00:00Z');
  const lifetimes = { invisibleFor: 0, pendingFor: 20_000 };
  const ec2 = new LocalEc2({ now: () => now, lifetimes, fleetDelays: DELAYS });
  const answer = serveEc2(ec2);
  const server = await serving((request, response) => {
    void buffer(request).then((body) => answer(request, response, body));
  });
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'x' };
  const client = new CloudWatchClient({ region: 'us-east-1', credentials });
  onTestFinished(() => {
    client.destroy();
    return server.close();
  });
  const environment = { AWS_ENDPOINT_URL: server.url };
  const call = ec2Call(client.config, environment);
  const pass = (ms: number) => {
    now += ms;
    ec2.fleets();
  };

  const tagged = Object.entries(tags ?? { [TAG.stage]: 'dev' }).flatMap(([key, value], index) => [
    [`LaunchTemplateData.TagSpecification.1.Tag.${index + 1}.Key`, key],
    [`LaunchTemplateData.TagSpecification.1.Tag.${index + 1}.Value`, value],
  ]);
  await call('CreateLaunchTemplate', {
    ...{ LaunchTemplateName: 'worker', 'LaunchTemplateData.ImageId': 'ami-0123456789abcdef0' },
    ...(tagged.length > 0 && { 'LaunchTemplateData.TagSpecification.1.ResourceType': 'instance' }),
    ...Object.fromEntries(tagged),
  });
  const created = await call('CreateFleet', {
    Type: type,
    'LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateName': 'worker',
    'LaunchTemplateConfigs.1.LaunchTemplateSpecification.Version': '$Default',
    'LaunchTemplateConfigs.1.Overrides.1.InstanceType': 'c7g.large',
    'TargetCapacitySpecification.TotalTargetCapacity': String(onDemand + spot),
    'TargetCapacitySpecification.OnDemandTargetCapacity': String(onDemand),
    'TargetCapacitySpecification.SpotTargetCapacity': String(spot),
    'TargetCapacitySpecification.DefaultTargetCapacityType': 'spot',
    'TagSpecification.1.ResourceType': 'fleet',
    ...{ 'TagSpecification.1.Tag.1.Key': TAG.stage, 'TagSpecification.1.Tag.1.Value': 'dev' },
    ...{ 'TagSpecification.1.Tag.2.Key': TAG.group, 'TagSpecification.1.Tag.2.Value': 'ci' },
    ...more,
  });
  const id = /<fleetId>(.*?)<\/fleetId>/.exec(created)?.[1] ?? '';
  for (let times = 0; times < 3; times++) pass(30_000);

  const aws = fleets({
    call,
    describe: lightDescribe(client.config, environment),
    stage: 'dev',
    pause: async (ms) => pass(ms),
  });
  const adapter = ec2FleetAdapter(aws);
  const parsed = format.schema.parse({ kind: 'ec2-fleet', id, ...config });
  const tried = async () => (await adapter.describe([{ group: 'ci', config: parsed }], now)).get('ci');
  const described = async (): Promise<Description & { readonly facts: DescribedFleet }> => {
    const found = await tried();
    if (found === undefined || found instanceof Error) throw found;
    return found as Description & { readonly facts: DescribedFleet };
  };
  return {
    ...{ environment, ec2, call, aws, adapter, config: parsed, tried, described, pass, id },
    now: () => now,
    fleet: () => ec2.fleets()[0],
    /** Instances that start or run. */
    alive: () => ec2.everything().filter(({ endedAt }) => endedAt === null),
    planned: async (count: number) => {
      const { facts, workers } = await described();
      return ec2Fleet.planToAdd(parsed, {
        count,
        token: 'a',
        workers,
        launching: [],
        unavailable: new Map(),
        facts,
        now,
      });
    },
    removal: async (workers: readonly string[], keep = 0) => {
      const { facts } = await described();
      return ec2Fleet.planToRemove(parsed, { workers, keep, facts });
    },
  };
}
