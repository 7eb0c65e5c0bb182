import { failure } from '../../model/index.ts';

/** Why a group cannot be right-sized. */
export const rightsizingReasons = {
  'rightsize-no-instances': failure<{ group: string }>(
    'The workers of the group are not EC2 instances whose types Headcount knows.',
    ({ group }) => `The workers of ${group} have no instance types, so they cannot be right-sized`,
  ),
  'rightsize-no-policy': failure<{ group: string }>(
    'The group has no policy in force.',
    ({ group }) => `${group} has no policy in force`,
    ({ group }) => `"npx headcount status ${group}" shows why.`,
  ),
  'rightsize-not-read': failure<{ group: string; why: string }>(
    'CloudWatch did not answer with all that was measured. The rest could be too small.',
    ({ group, why }) => `What the workers of ${group} used could not all be read from CloudWatch: ${why}`,
    () => 'Check the permission cloudwatch:GetMetricData, and try again.',
  ),
};
