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
    'Not all measurements could be read from CloudWatch. A recommendation from only some of them could be too small.',
    ({ group, why }) => `Not all measurements of the workers of ${group} could be read from CloudWatch: ${why}`,
    () => 'Check the permission cloudwatch:GetMetricData, and try again.',
  ),
};
