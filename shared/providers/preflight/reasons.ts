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
  'stage-tag-found': define<{ what: string; stage: string }>(
    "The group, fleet, service or function that a policy names has the stage's tag.",
    ({ what, stage }) => `The ${what} has the tag headcount:stage with the value ${stage}`,
  ),
  'stage-tag-missing': define<{ what: string; stage: string; found: string | null }>(
    "The group, fleet, service or function that a policy names does not have the stage's tag, so AWS denies calls from the stage's functions. `found`: the tag's value, null without the tag.",
    ({ what, stage, found }) =>
      found === null
        ? `The ${what} has no tag headcount:stage, so AWS denies calls from the functions of the stage ${stage}`
        : `The tag headcount:stage of the ${what} is ${found}, so AWS denies calls from the functions of the stage ${stage}`,
  ),
  'remedy-stage-tag': define<{ stage: string }>(
    "Set the stage's tag.",
    ({ stage }) => `Set its tag headcount:stage to ${stage}, or choose another stage with --stage`,
  ),
  'group-tag-missing': define<{ what: string; group: string; found: string | null }>(
    "The group, fleet or service that a policy names does not have the worker group's tag, so events of its workers, such as interruption notices, take effect only at the next evaluation. `found`: the tag's value, null without the tag.",
    ({ what, found }) =>
      `${found === null ? `The ${what} has no tag headcount:group` : `The tag headcount:group of the ${what} is ${found}`}, so an event of a worker, such as an interruption notice, takes effect only at the next evaluation`,
  ),
  'remedy-group-tag': define<{ group: string }>(
    "Set the worker group's tag.",
    ({ group }) => `Set its tag headcount:group to ${group}`,
  ),
};
export const because = makers(reasons);

/** The codes of all providers' checks. Apart from the modules, because no function needs their texts. */
export const preflightCatalogs: readonly ReasonCatalog[] = [reasons, ec2];
