import type { Call } from '../../requests/index.ts';
import type { Need } from '../evaluate.ts';
import { type Account, arn, listIn, type NeedsOf, type Operations, onAnything, textIn, textsIn } from './account.ts';
import { createFleet, runInstances } from './ec2-launch.ts';

/** By the prefix of an id. */
const KINDS: Readonly<Record<string, string>> = {
  i: 'instance',
  lt: 'launch-template',
  subnet: 'subnet',
  vol: 'volume',
  eni: 'network-interface',
};

/**
 * A need for each resource. One that EC2 no longer knows has no tags, so a condition on tags denies the call before EC2
 * could say that the resource does not exist: https://github.com/runs-on/terraform-aws-runs-on/issues/60
 */
function onResources(action: string, ids: readonly string[], call: Call, { ec2 }: Account): Need[] {
  return ids.map((id) => {
    const kind = KINDS[id.split('-')[0] ?? ''] ?? 'unknown';
    const instance = kind === 'instance' ? ec2.find(id) : null;
    return {
      action: `ec2:${action}`,
      resource: arn(call, 'ec2', `${kind}/${id}`),
      keys: { resourceTags: Object.fromEntries(instance?.tags ?? []) },
      ...(kind === 'instance' && (instance === null || instance.state === 'terminated') && { isGone: true }),
    };
  });
}

const changesTags =
  (action: 'CreateTags' | 'DeleteTags'): NeedsOf =>
  (call, account) => {
    const tags = listIn(call.input, 'Tags');
    const keys = tags.map((tag) => textIn(tag, 'Key'));
    const values = { 'aws:TagKeys': keys.length === 0 ? null : keys, 'ec2:CreateAction': null };
    const requestTags = Object.fromEntries(tags.map((tag) => [textIn(tag, 'Key'), textIn(tag, 'Value')]));
    return onResources(action, textsIn(call.input, 'Resources'), call, account).map((need) => ({
      ...need,
      keys: { ...need.keys, values, requestTags },
    }));
  };

const modifiesFleet: NeedsOf = (call, { ec2 }) => {
  const id = textIn(call.input, 'FleetId');
  const tags = ec2.fleets().find((fleet) => fleet.id === id)?.tags ?? [];
  const keys = { resourceTags: Object.fromEntries(tags) };
  return [{ action: 'ec2:ModifyFleet', resource: arn(call, 'ec2', `fleet/${id}`), keys }];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
export const ec2: Operations = {
  ...Object.fromEntries(
    [
      ...['DescribeInstances', 'DescribeInstanceStatus', 'DescribeInstanceTypes', 'DescribeSubnets', 'DescribeTags'],
      ...['DescribeLaunchTemplates', 'DescribeLaunchTemplateVersions', 'DescribeSpotPriceHistory'],
      ...['DescribeImages', 'GetInstanceTypesFromInstanceRequirements'],
      ...['DescribeFleets', 'DescribeFleetInstances', 'DescribeFleetHistory'],
    ].map((action) => [action, onAnything(`ec2:${action}`)]),
  ),
  CreateFleet: createFleet,
  ModifyFleet: modifiesFleet,
  RunInstances: runInstances,
  CreateTags: changesTags('CreateTags'),
  DeleteTags: changesTags('DeleteTags'),
  TerminateInstances: (call, account) =>
    onResources('TerminateInstances', textsIn(call.input, 'InstanceIds'), call, account),
  StartInstances: (call, account) => onResources('StartInstances', textsIn(call.input, 'InstanceIds'), call, account),
  StopInstances: (call, account) => onResources('StopInstances', textsIn(call.input, 'InstanceIds'), call, account),
};
