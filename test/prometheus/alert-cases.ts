/** A series of a metric: values in promtool's notation, one a minute. https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series */
export type Series = Readonly<Record<string, string>>;

export interface AlertCase {
  readonly alert: string;
  readonly when: string;
  readonly series: Series;
  /** Minutes after which it is looked. */
  readonly after: number;
  /** Labels of the alert that fires, and its value as its description has it; null: none fires. */
  readonly fires: { readonly labels: Readonly<Record<string, string>>; readonly value?: string } | null;
}

const WEB = { group: 'web' };
const of = (name: string, labels: Readonly<Record<string, string>> = {}): string =>
  `${name}{${Object.entries({ ...WEB, ...labels })
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`;
const INFO = { profile: 'balanced', provider: 'ec2' };
const info = (tier: string, history = 'on') => of('headcount_group_info', { tier, ...INFO, history });
const activities = (kind: string, outcome: string) => of('headcount_activities_total', { kind, outcome });
const evaluations = (result: string) => `headcount_evaluations_total{result="${result}"}`;

/** Counters that stay, for an hour and more. */
const STILL = '0x120';
const quiet = (...outcomes: string[]): Series =>
  Object.fromEntries(
    ['launch', 'remove'].flatMap((kind) =>
      ['done', 'partial', 'failed']
        .filter((outcome) => !outcomes.includes(`${kind} ${outcome}`))
        .map((outcome) => [activities(kind, outcome), STILL]),
    ),
  );

const on = (alert: string) => {
  const one = (when: string, series: Series, after: number, fires: AlertCase['fires']): AlertCase => ({
    ...{ alert, when, series, after, fires },
  });
  return {
    fires: (
      when: string,
      series: Series,
      after: number,
      labels: Readonly<Record<string, string>> = WEB,
      value?: string,
    ) => one(when, series, after, { labels, ...(value !== undefined && { value }) }),
    silent: (when: string, series: Series, after: number) => one(when, series, after, null),
  };
};

const condition = (alert: string, name: string, other: string): AlertCase[] => {
  const { fires, silent } = on(alert);
  const series = of('headcount_condition', { condition: name });
  return [
    fires('the condition has lasted', { [series]: '1x10' }, 2, { ...WEB, condition: name }),
    silent('it is seen once', { [series]: '1' }, 0),
    silent('it is over', { [series]: '1x3 stale' }, 6),
    silent('another condition lasts', { [of('headcount_condition', { condition: other })]: '1x10' }, 5),
  ];
};

const flapping = on('HeadcountFlapping');
const overloaded = on('HeadcountAllWorkersOverloaded');
const overload = of('headcount_overloaded_workers', { rule: 'load' });
const ready = of('headcount_workers', { state: 'ready' });
const platform = on('HeadcountPlatformResized');
const failed = on('HeadcountResizeFailed');
const rollout = on('HeadcountRolloutStuck');
const rolling = (status: string) => of('headcount_rollout', { status });
const budget = on('HeadcountBudgetNear');
const slow = on('HeadcountSlowBreachToReady');
const breach = (le: string) => of('headcount_breach_to_ready_seconds_bucket', { le });
const drain = on('HeadcountStuckDrain');
const overdue = (waits: 'true' | 'false') => of('headcount_drain_overdue_seconds', { waits_for_busy: waits });
const spot = on('HeadcountSpotLost');
const taken = (notice: string) => of('headcount_noticed_workers', { notice });
const policy = on('HeadcountPolicyRejected');
const late = on('HeadcountLateEvaluations');
const age = of('headcount_decision_age_seconds');
const failing = on('HeadcountEvaluationsFail');
const doctor = on('HeadcountDoctorFindings');
const finding = (kind: string, attention = 'true') => of('headcount_doctor_findings', { kind, attention });
const unread = on('HeadcountNotRead');
const collector = on('HeadcountCollectorFailed');
const collected = 'headcount_collector_success{collector="queues"}';
const none = on('HeadcountNoEvaluations');
const unusable = on('HeadcountUnusableState');
const dead = on('HeadcountDeadLetters');
const events = on('HeadcountFailedEvents');
const queue = (name: string) => `headcount_queue_messages{queue="${name}"}`;
const api = on('HeadcountApiErrors');

export const CASES: readonly AlertCase[] = [
  ...condition('HeadcountAtMaximum', 'at-max', 'no-data'),
  ...condition('HeadcountCannotLaunch', 'cannot-launch', 'at-max'),
  ...condition('HeadcountNoData', 'no-data', 'cannot-launch'),
  ...condition('HeadcountReplacementLoop', 'replacing-in-loop', 'at-max'),

  rollout.fires('a rollout goes back', { [rolling('rolling-back')]: '1x10' }, 1, { ...WEB, status: 'rolling-back' }),
  rollout.fires('a rollout has stopped', { [rolling('stopped')]: '1x10' }, 1, { ...WEB, status: 'stopped' }),
  rollout.silent('a rollout goes on', { [rolling('running')]: '1x10' }, 5),
  rollout.silent('a rollout is paused', { [rolling('paused')]: '1x10' }, 5),

  flapping.fires(
    'a group grows and shrinks five times an hour',
    {
      ...quiet('launch done', 'remove done'),
      ...{
        [activities('launch', 'done')]: '0+1x4 4x7 5+1x4 9x100',
        [activities('remove', 'done')]: '0x5 0+1x4 4x7 5+1x4 9x100',
      },
    },
    45,
    WEB,
    '9',
  ),
  flapping.silent('a group only grows', { ...quiet('launch done'), [activities('launch', 'done')]: '0+1x120' }, 90),
  flapping.silent(
    'it shrinks three times in the evening',
    {
      ...quiet('launch done', 'remove done'),
      [activities('launch', 'done')]: '0+1x120',
      [activities('remove', 'done')]: '0x30 1x10 2x10 3x70',
    },
    90,
  ),
  flapping.silent(
    'resizes fail',
    {
      ...quiet('launch failed', 'remove failed'),
      [activities('launch', 'failed')]: '0+1x120',
      [activities('remove', 'failed')]: '0+1x120',
    },
    90,
  ),

  overloaded.fires(
    'all are, for ten minutes',
    { [overload]: '3x20', [ready]: '3x20', [of('headcount_workers', { state: 'warming' })]: '1x20' },
    12,
    { ...WEB, rule: 'load' },
    '3',
  ),
  overloaded.silent('one is not', { [overload]: '2x20', [ready]: '3x20' }, 15),
  overloaded.silent('they have been for some minutes', { [overload]: '3x20', [ready]: '3x20' }, 8),
  overloaded.silent('none is ready', { [overload]: '0x20', [ready]: '0x20' }, 15),
  overloaded.silent('no rule judges single workers', { [ready]: '3x20' }, 15),

  platform.fires(
    'a platform grows, for the first time',
    { ...quiet('launch done'), [activities('launch', 'done')]: '0x10 1x30', [info('platform', 'off')]: '1x40' },
    12,
  ),
  platform.silent(
    'a group of another tier grows',
    { ...quiet('launch done'), [activities('launch', 'done')]: '0x10 1x30', [info('worker')]: '1x40' },
    12,
  ),
  platform.silent(
    'the resize is half an hour old',
    { ...quiet('launch done'), [activities('launch', 'done')]: '0x10 1x60', [info('platform', 'off')]: '1x80' },
    45,
  ),
  platform.silent('a platform stays', { ...quiet(), [info('platform', 'off')]: '1x40' }, 30),

  failed.fires('one failed', { ...quiet('remove failed'), [activities('remove', 'failed')]: '0x10 1x30' }, 12),
  failed.silent(
    'one launched a part',
    { ...quiet('launch partial'), [activities('launch', 'partial')]: '0x10 1x30' },
    12,
  ),
  failed.silent(
    'it was half an hour ago',
    { ...quiet('remove failed'), [activities('remove', 'failed')]: '0x10 1x60' },
    45,
  ),

  budget.fires('85% are used', { [of('headcount_budget_used_ratio')]: '0.85x20' }, 12, WEB, '85%'),
  budget.silent('half of it is used', { [of('headcount_budget_used_ratio')]: '0.5x20' }, 15),
  budget.silent('it has been near for some minutes', { [of('headcount_budget_used_ratio')]: '0.9x20' }, 8),

  slow.fires(
    'all take more than ten minutes',
    { [breach('300')]: STILL, [breach('600')]: STILL, [breach('1200')]: '0+1x120', [breach('+Inf')]: '0+1x120' },
    80,
    WEB,
    '19m 0s',
  ),
  slow.silent(
    'all take less than five',
    {
      [breach('300')]: '0+1x120',
      [breach('600')]: '0+1x120',
      [breach('1200')]: '0+1x120',
      [breach('+Inf')]: '0+1x120',
    },
    80,
  ),
  slow.silent(
    'no worker was launched',
    { [breach('300')]: '4x120', [breach('600')]: '4x120', [breach('1200')]: '9x120', [breach('+Inf')]: '9x120' },
    80,
  ),

  drain.fires(
    'its end is long past',
    { [overdue('false')]: '0+60x30' },
    20,
    { ...WEB, waits_for_busy: 'false' },
    '20m 0s',
  ),
  drain.fires(
    'busy workers go on for a day',
    { [overdue('true')]: '0+3600x30' },
    24,
    { ...WEB, waits_for_busy: 'true' },
    '1d 0h 0m 0s',
  ),
  drain.silent('busy workers go on for an hour', { [overdue('true')]: '0+60x70' }, 60),
  drain.silent('the next evaluation ends it', { [overdue('false')]: '0 60 0x20' }, 10),

  spot.fires(
    'a quarter is taken',
    { [taken('interruption')]: '0x5 3x20', [of('headcount_desired_workers')]: '12x30' },
    6,
    WEB,
    '3',
  ),
  spot.silent(
    'one of many is taken',
    { [taken('interruption')]: '1x20', [of('headcount_desired_workers')]: '12x30' },
    6,
  ),
  spot.silent(
    'a rebalance is recommended',
    { [taken('rebalance')]: '9x20', [of('headcount_desired_workers')]: '12x30' },
    6,
  ),
  spot.silent(
    'an empty group loses nothing',
    { [taken('interruption')]: '0x20', [of('headcount_desired_workers')]: '0x30' },
    6,
  ),

  policy.fires('it has errors', { [of('headcount_policy_errors')]: '2x20' }, 7, WEB, '2'),
  policy.silent('it is valid', { [of('headcount_policy_errors')]: '0x20' }, 7),
  policy.silent('it was written a moment ago', { [of('headcount_policy_errors')]: '2x20' }, 3),

  late.fires('the latest evaluation is old', { [age]: '0+60x30', [info('worker')]: '1x40' }, 17),
  late.fires('no evaluation of the last 15 minutes is known', { [info('worker')]: '1x40' }, 7),
  late.silent('a steady group is evaluated every five minutes', { [age]: '300x40', [info('worker')]: '1x40' }, 20),
  late.silent('evaluations are not recorded', { [info('worker', 'off')]: '1x40' }, 20),
  late.silent('a new group waits for its first evaluation', { [info('worker')]: '1x40' }, 3),

  failing.fires('three have failed', { [of('headcount_failed_evaluations_in_a_row')]: '3x20' }, 6, WEB, '3'),
  failing.silent('one has', { [of('headcount_failed_evaluations_in_a_row')]: '1x20' }, 15),
  failing.silent('the third failed a moment ago', { [of('headcount_failed_evaluations_in_a_row')]: '3x20' }, 3),

  doctor.fires(
    'it finds something',
    { [finding('unfinished')]: '2x40' },
    16,
    { ...WEB, kind: 'unfinished', attention: 'true' },
    '2',
  ),
  doctor.silent('it is only information', { [finding('vanished', 'false')]: '2x40' }, 20),
  doctor.silent(
    'another alert is about it',
    { [finding('condition')]: '2x40', [finding('refused-policy')]: '1x40' },
    20,
  ),
  doctor.silent('the next evaluation may repair it', { [finding('unfinished')]: '2x40' }, 10),

  unread.fires('nothing is there', { up: '1x20' }, 6, {}),
  unread.fires('the file is no longer written', { headcount_read_timestamp_seconds: '0x40' }, 16, {}),
  unread.silent('it is read every minute', { headcount_read_timestamp_seconds: '0+60x40' }, 20),
  unread.silent('one scrape is missing', { headcount_read_timestamp_seconds: '0+60x4 _x2 420+60x20' }, 10),

  collector.fires('it fails', { [collected]: '0x40' }, 16, { collector: 'queues' }),
  collector.silent('it works', { [collected]: '1x40' }, 20),
  collector.silent('it has failed for some minutes', { [collected]: '0x40' }, 10),

  none.fires(
    'nothing is counted',
    { [evaluations('held')]: '90x40', [evaluations('failed')]: '1x40', headcount_groups: '3x40' },
    22,
    {},
  ),
  none.silent(
    'groups are evaluated',
    { [evaluations('held')]: '0+3x40', [evaluations('failed')]: '1x40', headcount_groups: '3x40' },
    30,
  ),
  none.silent(
    'all evaluations fail',
    { [evaluations('held')]: '90x40', [evaluations('failed')]: '0+3x40', headcount_groups: '3x40' },
    30,
  ),
  none.silent('there are no groups', { [evaluations('held')]: '90x40', headcount_groups: '0x40' }, 30),

  unusable.fires('one cannot be used', { headcount_unusable_groups: '1x20' }, 6, {}, '1'),
  unusable.silent('it was changed a moment ago', { headcount_unusable_groups: '1x20' }, 3),
  unusable.silent('all can', { headcount_unusable_groups: '0x20' }, 10),

  dead.fires(
    'one waits',
    { [queue('dead-letters')]: '1x20', [queue('failures')]: '0x20' },
    6,
    { queue: 'dead-letters' },
    '1',
  ),
  dead.silent('one has waited for a moment', { [queue('dead-letters')]: '1x20' }, 3),
  dead.silent('none waits', { [queue('dead-letters')]: '0x20', [queue('evaluations')]: '9x20' }, 10),
  events.fires(
    'two wait',
    { [queue('failures')]: '2x20', [queue('dead-letters')]: '0x20' },
    6,
    { queue: 'failures' },
    '2',
  ),
  events.silent('one has waited for a moment', { [queue('failures')]: '1x20' }, 3),
  events.silent('none waits', { [queue('failures')]: '0x20', [queue('dead-letters')]: '9x20' }, 10),

  api.fires('a request fails', { headcount_api_errors_total: '0x10 1x20' }, 12, {}),
  api.silent('none fails', { headcount_api_errors_total: '4x30' }, 20),
  api.silent('the last failure was half an hour ago', { headcount_api_errors_total: '0x10 1x60' }, 45),
];
