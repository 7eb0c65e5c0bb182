import { continuing, define, makers, type Reason } from '../model/index.ts';

/** Notes about settings that `adopt` could not translate exactly, or that you should check. */
export const reasons = {
  'adopt-policy-left-out': define<{ policy: string; type: string; cause: Reason }>(
    'A scaling policy has no counterpart in the adopted policy.',
    ({ policy, type, cause }, sentence) =>
      `Scaling policy ${policy} (${type}) was left out: ${continuing(sentence(cause))}.`,
  ),
  'adopt-scheduled-action-left-out': define<{ action: string; cause: Reason }>(
    'A scheduled action has no counterpart in the adopted policy.',
    ({ action, cause }, sentence) => `Scheduled action ${action} was left out: ${continuing(sentence(cause))}.`,
  ),
  'adopt-disabled': define<Record<never, never>>('The scaling policy is disabled.', () => 'it is disabled'),
  'adopt-no-counterpart': define<Record<never, never>>(
    'Scaling policies of this type have no counterpart.',
    () => 'policies of its type have no counterpart; consider a forecast rule',
  ),
  'adopt-metric-math': define<Record<never, never>>(
    'The scaling policy tracks metric math.',
    () => 'it tracks metric math',
  ),
  'adopt-no-metric': define<Record<never, never>>(
    'The metric of the scaling policy has no counterpart.',
    () => 'its metric has no counterpart',
  ),
  'adopt-no-alarm': define<Record<never, never>>('No alarm triggers the scaling policy.', () => 'no alarm triggers it'),
  'adopt-alarm-not-simple': define<{ alarm: string }>(
    'The alarm of the scaling policy is on a formula, or does not compare with a threshold.',
    ({ alarm }) => `its alarm ${alarm} does not compare one metric with a threshold`,
  ),
  'adopt-happens-once': define<Record<never, never>>('The scheduled action is not repeated.', () => 'it happens once'),
  'adopt-ends-on-date': define<Record<never, never>>(
    'The scheduled action has an end date.',
    () => 'it ends on a date',
  ),
  'adopt-time-zones': define<Record<never, never>>(
    'The scheduled actions are in different time zones.',
    () => 'the actions are in different time zones',
  ),
  'adopt-lasts-differently': define<Record<never, never>>(
    'The time from the scheduled action to the next one is not always the same; a window has one length.',
    () =>
      'the time until the next action is not the same every time, but a window of a schedule rule always lasts equally long. Write a window for each length',
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
    'There is nothing that could become a rule.',
    ({ name }) =>
      `${name} has no scaling policy that could become a rule. Without a rule, Headcount keeps the size of the group. Add a metric and a rule before you apply the policy, for example the rule "kind: target, metric: cpu, value: 60": see docs/explanation/choosing-a-rule.md.`,
  ),
  'adopt-write-a-schedule': define<Record<never, never>>(
    'Scheduled actions of Application Auto Scaling are not translated.',
    () => 'actions of Application Auto Scaling are not translated; write a schedule rule',
  ),
  'adopt-bounds-guessed': define<{ name: string; desired: number }>(
    'The adopted fleet or function has no bounds of its own, so the maximum of the policy is the present size.',
    ({ name, desired }) =>
      `${name} has no minimum and maximum of its own. capacity.max is its present size (${desired}), but at least 1. Write the bounds that you want.`,
  ),
  'adopt-protects-new-instances': define<{ name: string }>(
    'The Auto Scaling group protects new instances from scale-in.',
    ({ name }) =>
      `${name} protects new instances from scale-in, and Headcount never terminates a protected instance. So the group can't scale in until your instances end their protection. If they never do that, turn off NewInstancesProtectedFromScaleIn and end the protection of those that run.`,
  ),
  'adopt-base-from-action': define<{ action: string }>(
    'The minimum and maximum of the adopted policy are those of a scheduled action.',
    ({ action }) =>
      `capacity has the sizes of scheduled action ${action}, which hold whenever no window of the schedule is open.`,
  ),
} as const;

export const because = makers(reasons);
