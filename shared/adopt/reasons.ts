import { define, makers } from '../model/index.ts';

/** Notes about settings that `adopt` could not translate exactly, or that you should check. */
export const reasons = {
  'adopt-policy-left-out': define<{ policy: string; type: string; why: string }>(
    'A scaling policy of the Auto Scaling group has no counterpart in the adopted policy.',
    ({ policy, type, why }) => `Scaling policy ${policy} (${type}) was left out: ${why}.`,
  ),
  'adopt-scheduled-action-left-out': define<{ action: string; why: string }>(
    'A scheduled action of the Auto Scaling group has no counterpart in the adopted policy.',
    ({ action, why }) => `Scheduled action ${action} was left out: ${why}.`,
  ),
  'adopt-alarm-wait-dropped': define<{ policy: string; seconds: number }>(
    'The alarm of a step policy waits before it acts; a step rule does not.',
    ({ policy, seconds }) =>
      `The alarm of scaling policy ${policy} acts after ${seconds} s. Its rule acts at once; behavior.out.stabilization and behavior.in.stabilization can hold it back.`,
  ),
  'adopt-check-period': define<{ metric: string }>(
    'The metric is published every five minutes, or every minute with detailed monitoring.',
    ({ metric }) =>
      `EC2 publishes ${metric} every five minutes. With detailed monitoring it is every minute: then write period: 60.`,
  ),
  'adopt-average-without-workers': define<{ metric: string }>(
    'An average over workers has no data while there are none, so the group cannot grow from zero by it.',
    ({ metric }) =>
      `${metric} is an average over the workers. With capacity.min 0 it has no data while there are none, and the group stays at 0: set min to 1, or add a rule on waiting work.`,
  ),
  'adopt-no-rules': define<{ name: string }>(
    'The Auto Scaling group has nothing that could become a rule.',
    ({ name }) => `${name} has no scaling policy that could become a rule. Add a rule before you apply the policy.`,
  ),
  'adopt-base-from-action': define<{ action: string }>(
    'The minimum and maximum of the adopted policy are those of a scheduled action.',
    ({ action }) =>
      `capacity has the sizes of scheduled action ${action}, which hold whenever no window of the schedule is open.`,
  ),
} as const;

export const because = makers(reasons);
