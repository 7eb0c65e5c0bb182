import { CreateFleetCommand, type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { isDenied } from '../../../model/index.ts';
import { codeOf, isRequestFault } from '../api/errors.ts';
import { interfacesOf } from '../api/launching/interfaces.ts';
import { fleetRequest, runRequest } from '../api/launching/launch.ts';
import type { Ec2Config } from '../format/config.ts';
import type { Market, Pool } from '../ports.ts';
import type { LaunchFacts } from './ports.ts';

/** How EC2 says that it would have done it; https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html */
const WOULD_SUCCEED = 'DryRunOperation';

/** Asks EC2 about launches with the tags that launches set, without launching. */
export function ec2DryRun(client: EC2Client, stage: string): LaunchFacts['dryRun'] {
  return async (call, { group, config, market }) => {
    try {
      const of = { stage, group, activity: 'preflight' };
      await (call === 'CreateFleet'
        ? client.send(new CreateFleetCommand({ ...fleetOf(of, config, market), DryRun: true }))
        : client.send(new RunInstancesCommand({ ...(await runOf(client, of, config, market)), DryRun: true })));
      return { value: null };
    } catch (error) {
      const code = codeOf(error);
      const message = (error as Error).message.replace(/\.$/, '');
      if (code === WOULD_SUCCEED) return { value: null };
      if (isRequestFault(error) && !isDenied(code)) return { value: { code, message } };
      return { failure: { action: `ec2:${call}`, resource: '*', code, message } };
    }
  };
}

type Of = Parameters<typeof fleetRequest>[0];

const fleetOf = (of: Of, config: Ec2Config, market: Market) =>
  fleetRequest(of, config.launchTemplate, {
    ...{ token: 'preflight', pools: poolsOf(config) },
    ...{ onDemand: market === 'on-demand' ? 1 : 0, spot: market === 'spot' ? 1 : 0 },
  });

async function runOf(client: EC2Client, of: Of, config: Ec2Config, market: Market) {
  const [pool = { instanceType: '', subnet: '' }] = poolsOf(config);
  const interfaces = await interfacesOf(client, config.launchTemplate);
  return runRequest(of, config.launchTemplate, interfaces, { token: 'preflight', pool, market, count: 1 });
}

const poolsOf = ({ instanceTypes, subnets }: Ec2Config): Pool[] =>
  instanceTypes.flatMap((instanceType) => subnets.map((subnet) => ({ instanceType, subnet })));
