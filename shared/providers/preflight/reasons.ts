import { define, makers, type ReasonCatalog } from '../../model/index.ts';
import { reasons as ec2 } from '../ec2/preflight/reasons.ts';

/** What the checks of any provider may find. */
const reasons = {
  'service-role-found': define<{ role: string }>(
    'A service-linked role that launches need exists.',
    ({ role }) => `The service-linked role ${role} exists`,
  ),
  'service-role-missing': define<{ role: string }>(
    'A service-linked role that launches need does not exist.',
    ({ role }) => `The service-linked role ${role} does not exist, and Headcount may not create it`,
  ),
  'remedy-service-role': define<{ service: string }>(
    'Create the service-linked role.',
    ({ service }) => `Run "aws iam create-service-linked-role --aws-service-name ${service}"`,
  ),
};
export const because = makers(reasons);

/** The codes of all providers' checks. Apart from the modules, because no function needs their texts. */
export const preflightCatalogs: readonly ReasonCatalog[] = [reasons, ec2];
