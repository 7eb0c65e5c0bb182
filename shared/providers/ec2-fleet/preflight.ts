import { type Iam, iamReads } from '../../aws/iam.ts';
import type { Check } from '../../model/index.ts';
import type { PreflightContext, ProviderPreflight } from '../preflight/port.ts';
import { serviceRoleCheck } from '../preflight/service-role.ts';
import type { Ec2FleetConfig } from './format/config.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-prerequisites.html */
const ROLE = { role: 'AWSServiceRoleForEC2Fleet', service: 'ec2fleet.amazonaws.com', isNeeded: true };

/** Checks that EC2 Fleet may launch; that the fleet exists, and can be resized, shows when it is described. */
export const ec2FleetPreflight = ({ clients: { cloudwatch } }: PreflightContext): ProviderPreflight<Ec2FleetConfig> =>
  ec2FleetChecks(iamReads(cloudwatch.config));

const ec2FleetChecks =
  (iam: Pick<Iam, 'hasRole'>): ProviderPreflight<Ec2FleetConfig> =>
  async ({ group }): Promise<Check[]> => [serviceRoleCheck(group, ROLE, await iam.hasRole(ROLE.role))];
