import { continuing, counted, failure, type Reason } from '../../model/index.ts';

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
  'rightsize-nothing-to-apply': failure<{ group: string; verdict: string; why: Reason }>(
    'There is no recommendation to apply. `why`: the verdict; `verdict`: its code.',
    ({ group, why }, sentence) => `Nothing was written for ${group}: ${continuing(sentence(why))}`,
    () => 'Measure for longer, or change minAllowed and maxAllowed of "rightsize" in the policy.',
  ),
  'rightsize-too-early': failure<{ group: string; days: number }>(
    'Less than a week was measured, which is too little to choose the types of launches.',
    ({ group, days }) =>
      `The workers of ${group} were measured for ${counted(days, 'day')}, so nothing was written. A recommendation needs seven days, because the days of a week differ`,
    ({ group }) =>
      `Wait, or give a longer time with --days if more was measured. To change the types now: "npx headcount policy get ${group}", edit instanceTypes, and apply the file.`,
  ),
  'rightsize-no-types': failure<{ group: string }>(
    'The policy has no list of instance types, or its types have weights, so recommended types cannot be written into it.',
    ({ group }) =>
      `The policy of ${group} has no list of instance types, or its types have weights, so nothing was written`,
    () => 'Change the requirements or the weights in the policy by hand.',
  ),
  'rightsize-not-read': failure<{ group: string; why: string }>(
    'Not all measurements could be read from CloudWatch. A recommendation from only some of them could be too small.',
    ({ group, why }) => `Not all measurements of the workers of ${group} could be read from CloudWatch: ${why}`,
    () => 'Check the permission cloudwatch:GetMetricData, and try again.',
  ),
};
