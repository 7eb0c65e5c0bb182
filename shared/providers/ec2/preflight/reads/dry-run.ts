import { CreateFleetCommand, type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { isDenied } from '../../../../model/index.ts';
import { codeOf, isRequestFault } from '../../../instances/errors.ts';
import type { Market } from '../../../instances/listed-worker.ts';
import { interfacesOf } from '../../api/launching/interfaces.ts';
import { fleetRequest, runRequest } from '../../api/launching/launch.ts';
import { matchingTypes } from '../../api/launching/matching-types.ts';
import type { Ec2Config } from '../../format/config.ts';
import { MOST_IN_A_FLEET } from '../../launching/requirements.ts';
import { poolsOf } from '../../plan.ts';
import type { LaunchFacts } from '../ports.ts';

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
  fleetRequest(of, asked(config), {
    token: 'preflight',
    pools: poolsOf(config).slice(0, config.requirements ? MOST_IN_A_FLEET : undefined),
    onDemand: market === 'on-demand' ? 1 : 0,
    spot: market === 'spot' ? 1 : 0,
  });

async function runOf(client: EC2Client, of: Of, config: Ec2Config, market: Market) {
  const [named = { instanceType: '', subnet: '' }] = poolsOf(config);
  const [type] = config.requirements ? await matchingTypes(client, config.launchTemplate, config.requirements) : [];
  const pool = type ? { ...named, instanceType: type.name } : named;
  const interfaces = await interfacesOf(client, config.launchTemplate);
  return runRequest(of, config.launchTemplate, interfaces, { token: 'preflight', pool, market, count: 1 });
}

const asked = ({ launchTemplate, requirements, reservations }: Ec2Config) => ({
  launchTemplate,
  requirements,
  reservations: reservations === 'none' ? undefined : reservations,
});
