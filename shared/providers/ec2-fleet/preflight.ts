import { type Iam, iamReads } from '../../aws/iam.ts';
import { asked } from '../../model/index.ts';
import { ec2Call } from '../instances/call.ts';
import type { PreflightContext, ProviderPreflight } from '../preflight/port.ts';
import { serviceRoleCheck } from '../preflight/service-role.ts';
import { groupTagChecks, type Tags } from '../preflight/tags.ts';
import { describeFleets } from './api/describe-fleets.ts';
import type { Ec2FleetConfig } from './format/config.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-prerequisites.html */
const ROLE = { role: 'AWSServiceRoleForEC2Fleet', service: 'ec2fleet.amazonaws.com', isNeeded: true };

/**
 * Checks that EC2 Fleet may launch, and that the stage may resize the fleet. Describing the fleet shows whether it exists and
 * can be resized.
 */
export function ec2FleetPreflight({
  clients: { cloudwatch },
  stage,
}: PreflightContext): ProviderPreflight<Ec2FleetConfig> {
  const call = ec2Call(cloudwatch.config, process.env);
  const tagsOf = async (id: string) => (await describeFleets(call, [id])).get(id)?.tags ?? null;
  return ec2FleetChecks({ iam: iamReads(cloudwatch.config), tagsOf, stage });
}

interface Reads {
  readonly iam: Pick<Iam, 'hasRole'>;
  /** The tags of a fleet; null if it does not exist. */
  readonly tagsOf: (id: string) => Promise<Tags | null>;
  readonly stage: string;
}

export const ec2FleetChecks =
  ({ iam, tagsOf, stage }: Reads): ProviderPreflight<Ec2FleetConfig> =>
  async ({ group, config: { id } }) => {
    const [hasRole, tags] = await Promise.all([
      iam.hasRole(ROLE.role),
      asked('ec2:DescribeFleets', '*', () => tagsOf(id)),
    ]);
    return [serviceRoleCheck(group, ROLE, hasRole), ...groupTagChecks({ group, stage, what: `EC2 Fleet ${id}` }, tags)];
  };
