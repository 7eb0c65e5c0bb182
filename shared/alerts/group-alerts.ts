import { type Alert, INFO_LABELS } from './alert.ts';

const GROUP = '{{ $labels.group }}';

/** Conditions last for `notifyAfter` before they are measured, so their alerts wait only for a second measurement. */
const CONDITION_FOR = '1m';

/** What goes wrong in one group. */
export const GROUP_ALERTS: readonly Alert[] = [
  {
    name: 'HeadcountAtMaximum',
    severity: 'warning',
    for: CONDITION_FOR,
    expr: 'headcount_condition{condition="at-max"} == 1',
    summary: `${GROUP} needs more workers than its maximum allows`,
    description:
      'The rules have asked for more workers than the maximum in force for longer than notifyAfter of the policy.',
  },
  {
    name: 'HeadcountCannotLaunch',
    severity: 'critical',
    for: CONDITION_FOR,
    expr: 'headcount_condition{condition="cannot-launch"} == 1',
    summary: `${GROUP} cannot launch workers`,
    description: 'Workers are missing and launches have failed for longer than notifyAfter of the policy.',
  },
  {
    name: 'HeadcountNoData',
    severity: 'warning',
    for: CONDITION_FOR,
    expr: 'headcount_condition{condition="no-data"} == 1',
    summary: `${GROUP} has a rule without recent data`,
    description: 'A rule has had no recent data for longer than notifyAfter of the policy. The group is not scaled in.',
  },
  {
    name: 'HeadcountReplacementLoop',
    severity: 'critical',
    for: CONDITION_FOR,
    expr: 'headcount_condition{condition="replacing-in-loop"} == 1',
    summary: `${GROUP} replaces its workers again and again`,
    description:
      'As many workers were replaced for their health as guards.velocity allows, and others are unhealthy. For now, these are not replaced.',
  },
  {
    name: 'HeadcountFlapping',
    severity: 'warning',
    for: '10m',
    expr: 'min without (kind) (sum without (outcome) (increase(headcount_activities_total{outcome=~"done|partial"}[1h]))) >= 4',
    summary: `${GROUP} is scaled out and in again and again`,
    description:
      'The group has been scaled out and scaled in at least {{ $value | printf "%.0f" }} times each within an hour.',
  },
  {
    name: 'HeadcountAllWorkersOverloaded',
    severity: 'warning',
    for: '10m',
    expr: 'headcount_overloaded_workers >= ignoring (rule, state) group_left () headcount_workers{state="ready"} > 0',
    summary: `All ready workers of ${GROUP} are overloaded`,
    description: 'The rule {{ $labels.rule }} has found all {{ $value }} ready workers overloaded for ten minutes.',
  },
  {
    name: 'HeadcountPlatformResized',
    severity: 'warning',
    for: '0s',
    expr: `sum without (kind, outcome) (increase(headcount_activities_total{outcome=~"done|partial"}[15m])) > 0 and ignoring (${INFO_LABELS}) headcount_group_info{tier="platform"}`,
    summary: `${GROUP} of the tier platform was resized`,
    description:
      'A group of the tier platform was resized in the last 15 minutes. Its load should be steady, so look for the cause.',
  },
  {
    name: 'HeadcountResizeFailed',
    severity: 'warning',
    for: '0s',
    expr: 'sum without (kind, outcome) (increase(headcount_activities_total{outcome="failed"}[15m])) > 0',
    summary: `A resize of ${GROUP} failed`,
    description: 'At least one resize has failed in the last 15 minutes. The next evaluation tries again.',
  },
  {
    name: 'HeadcountRolloutStuck',
    severity: 'warning',
    for: '0s',
    expr: 'headcount_rollout{status=~"rolling-back|stopped"} == 1',
    summary: `A rollout of ${GROUP} failed`,
    description:
      'Its status is {{ $labels.status }}. If it is rolling-back, the workers go back to what ran before. If it is stopped, somebody must start another rollout.',
  },
  {
    name: 'HeadcountBudgetNear',
    severity: 'warning',
    for: '10m',
    expr: 'headcount_budget_used_ratio >= 0.8',
    summary: `${GROUP} has used most of its budget`,
    description:
      'The workers cost {{ $value | humanizePercentage }} of guards.budget. At 100%, the group is not scaled out.',
  },
  {
    name: 'HeadcountSlowBreachToReady',
    severity: 'warning',
    for: '10m',
    expr: 'histogram_quantile(0.9, rate(headcount_breach_to_ready_seconds_bucket[1h])) > 600',
    summary: `New workers of ${GROUP} are ready too late`,
    description:
      'In the last hour, one in ten new workers was ready more than {{ $value | humanizeDuration }} after the rules had asked for it.',
  },
  {
    name: 'HeadcountStuckDrain',
    severity: 'warning',
    for: '5m',
    expr: 'headcount_drain_overdue_seconds{waits_for_busy="false"} > 600 or headcount_drain_overdue_seconds{waits_for_busy="true"} > 21600',
    summary: `A drain of ${GROUP} does not end`,
    description: 'A drain should have ended {{ $value | humanizeDuration }} ago, but its workers still run.',
  },
  {
    name: 'HeadcountSpotLost',
    severity: 'warning',
    for: '0s',
    expr: '(headcount_noticed_workers{notice="interruption"} > 0) >= ignoring (notice) (0.25 * headcount_desired_workers)',
    summary: `${GROUP} loses spot workers`,
    description:
      'EC2 is taking back {{ $value }} workers, or has done so in the last 15 minutes: a quarter of the group or more.',
  },
  {
    name: 'HeadcountPolicyRejected',
    severity: 'warning',
    for: '5m',
    expr: 'headcount_policy_errors > 0',
    summary: `The newest policy of ${GROUP} is invalid`,
    description: 'The document has {{ $value }} errors. The version accepted before it stays in force.',
  },
  {
    name: 'HeadcountLateEvaluations',
    severity: 'critical',
    for: '5m',
    expr: `headcount_decision_age_seconds > 600 or (max without (${INFO_LABELS}) (headcount_group_info{history="on"}) unless headcount_decision_age_seconds)`,
    summary: `${GROUP} is not evaluated`,
    description:
      'No evaluation of the group was recorded in the last ten minutes. Even a steady group has one every five minutes.',
  },
  {
    name: 'HeadcountEvaluationsFail',
    severity: 'critical',
    for: '5m',
    expr: 'headcount_failed_evaluations_in_a_row >= 3',
    summary: `Evaluations of ${GROUP} fail`,
    description: 'The last {{ $value }} evaluations failed, so the group is not resized.',
  },
  {
    name: 'HeadcountDoctorFindings',
    severity: 'warning',
    for: '15m',
    expr: 'headcount_doctor_findings{attention="true",kind!~"condition|launches-fail|refused-policy"} > 0',
    summary: `doctor finds {{ $labels.kind }} in ${GROUP}`,
    description: 'For 15 minutes, doctor has reported {{ $labels.kind }} {{ $value }} times in this group.',
  },
];
