import {
  amountText,
  CONDITION_CLAUSES,
  continuing,
  counted,
  define,
  durationText,
  errorsOf,
  failureText,
  figure,
  momentText,
  type Reason,
  silentDetails,
  silentText,
  workersText,
} from '../model/index.ts';

type Unhealthy = { workers: readonly string[]; why: readonly Reason[]; more: number };

const unhealthyText = ({ workers, why, more }: Unhealthy, sentence: (reason: Reason) => string): string => {
  const named = workers.map((id, index) => (why[index] ? `${id} ${sentence(why[index])}` : id)).join(', ');
  return `${named}${more > 0 ? ` and ${more} more` : ''}`;
};

const launchedText = (launched: number, asked: number, units: number | undefined, isOpen: boolean): string =>
  isOpen
    ? `Launching ${units === undefined ? asked : amountText(asked, true)}; the outcome is not known yet`
    : units === undefined
      ? `Launched ${launched} of ${asked}`
      : `Launched capacity ${units} of ${asked} (${workersText(launched)})`;

type HeldBack = { unhealthy: number; allowed: number; every: number; until?: string };
const velocityText = ({ allowed, every, until }: Omit<HeldBack, 'unhealthy'>): string =>
  `${allowed} within ${durationText(every, { digits: 1 })}${until === undefined ? '' : `; no more until ${momentText(until)}`}`;

/** `why`: their different reasons. */
type Ended = Unhealthy;

const endedText = ({ workers, why, more }: Ended, what: string, sentence: (reason: Reason) => string): string => {
  const named = `${workers.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${what}`;
  return why.length > 0 ? `${named}: ${why.map((each) => continuing(sentence(each))).join('; ')}` : named;
};

/** The sentence of a decision that is not carried out: `Scale out 2 → 4. …` becomes `Would scale out 2 → 4. …` */
const would = (text: string): string => `Would ${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** The back-offs of earlier versions have their cause as text. */
const causeText = (cause: Reason | string, sentence: (reason: Reason) => string): string =>
  typeof cause === 'string' ? cause.replace(/\.$/, '') : sentence(cause);

/** The reasons for how an evaluation carries out a decision. */
export const reasons = {
  'price-not-listed': define<{ type: string; system: string }>(
    "The policy has a budget, and AWS's price list has no price for one of its instance types in this region.",
    ({ type, system }) =>
      `must have a price for ${type}, because the policy has a budget and AWS's price list has none for ${system} in this region. Does the type exist here? If it does, write prices: { ${type}: 0.1 }, in dollars per hour`,
  ),
  'price-not-read': define<{ type: string; why: string }>(
    "The policy has a budget, the price of one of its instance types is not known, and AWS's price list could not be read.",
    ({ type, why }) =>
      `must have a price for ${type}, because the policy has a budget and AWS's price list could not be read (${why.replace(/\.$/, '')}). Headcount tries again every 15 minutes. You can also write prices: { ${type}: 0.1 }, in dollars per hour`,
  ),
  'budget-matches-nothing': define<Record<never, never>>(
    'The policy has a budget, and no instance type matches its requirements.',
    () => 'must match an instance type, because the policy has a budget: widen "requirements"',
  ),
  'budget-matches-many': define<{ types: number; most: number }>(
    'The policy has a budget, and its requirements match more instance types than prices are read for.',
    ({ types, most }) =>
      `must match at most ${most} instance types, because the policy has a budget and needs their prices; ${types} match. Narrow "requirements", for example by vcpus.max, memoryGiB.max and architectures`,
  ),
  'budget-types-not-read': define<{ why: string }>(
    'The policy has a budget, and the instance types that match its requirements could not be read.',
    ({ why }) =>
      `must match instance types, because the policy has a budget, and they could not be read (${why.replace(/\.$/, '')}). Headcount tries again every 15 minutes`,
  ),
  'target-taken': define<{ kind: string; target: string; group: string }>(
    'The policy names a service, a fleet or an Auto Scaling group that the active policy of another group resizes.',
    ({ kind, target, group }) =>
      `must not name ${target} (${kind}): the policy of ${group} resizes it, and two policies would work against each other. Delete the policy of ${group}, or let this policy name something else`,
  ),
  'cluster-budget-contradicts': define<{ cluster: string; other: string; hourlyUsd: number; theirs: number }>(
    'Two groups of a cluster state different budgets of the cluster.',
    ({ cluster, other, hourlyUsd, theirs }) =>
      `must be the same in all groups of the cluster ${cluster}: it is ${figure(hourlyUsd)} here and ${figure(theirs)} in ${other}. State it in one of them only`,
  ),
  'cluster-full': define<{ cluster: string; most: number }>(
    'A cluster has more groups than one pass can evaluate.',
    ({ cluster, most }) => `must not be ${cluster}: this cluster already has ${most} groups, which is the maximum`,
  ),
  'cluster-alone': define<{ cluster: string; tier: string; tiers: readonly string[] }>(
    'A formula reads figures of the cluster, but no group of the cluster is decided before this one. So the figures have no data.',
    ({ cluster, tier, tiers }) =>
      `The cluster ${cluster} has no group of tier ${tiers.join(' or ')}, so cluster.desired, cluster.pending and cluster.reserved of tier ${tier} have no data. Write cluster: ${cluster} into the policies of the groups that run on this one`,
  ),
  'cluster-unknown': define<{ cluster: string; groups: readonly string[] }>(
    'Groups of the cluster that are decided before this one could not be described. What they need is unknown, so the figures of the cluster have no data.',
    ({ cluster, groups }) =>
      `It is not known what ${groups.join(', ')} of the cluster ${cluster} ${groups.length === 1 ? 'needs: see its evaluations' : 'need: see their evaluations'}. Until it is known, cluster.desired, cluster.pending and cluster.reserved have no data`,
  ),
  'cluster-member-unread': define<{ cluster: string; groups: readonly string[] }>(
    'The policies or the states of some groups of the cluster cannot be read. Its budget counts what these groups cost at their last evaluation.',
    ({ cluster, groups }) =>
      `The policy or the state of ${groups.join(', ')} in the cluster ${cluster} can't be read. The budget of the cluster counts what ${groups.length === 1 ? 'it' : 'they'} cost at the last evaluation. See ${groups.length === 1 ? 'its evaluations' : 'their evaluations'}`,
  ),
  'cluster-too-large': define<{ group: string; workers: number }>(
    'Workers of a group need more CPU or memory than a worker of this group has, so they never fit on one. They are not counted.',
    ({ group, workers }) =>
      `${workersText(workers)} of ${group} can't be placed, because one of them needs more CPU or memory than an empty worker of this group has. Use larger instance types`,
  ),
  'dry-run': define<{ decision: Reason }>(
    'The policy has `dryRun`: the decision is reported and not carried out.',
    ({ decision }, sentence) => `${would(sentence(decision))}. Nothing is changed: dryRun is set`,
  ),
  launched: define<{
    decision: Reason;
    launched: number;
    asked: number;
    units?: number;
    canceledDrains: number;
    started?: number;
    open?: true;
    notes: readonly Reason[];
    error: Reason | null;
  }>(
    'Workers were launched, or their drain was canceled. Where workers have weights, `asked` and `units` are units of capacity. `started`: how many were members of the warm pool. `open`: the launch is in progress, or its outcome is not known.',
    ({ decision, launched, asked, units, canceledDrains, started = 0, open = false, notes = [], error }, sentence) =>
      [
        sentence(decision),
        ...notes.map(sentence),
        ...(canceledDrains > 0 ? [`Canceled the drain of ${workersText(canceledDrains)}`] : []),
        ...(asked > 0 ? [launchedText(launched, asked, units, open)] : []),
        ...(started > 0
          ? [`${workersText(started)} ${started === 1 ? 'was a member' : 'were members'} of the warm pool`]
          : []),
        ...(error === null ? [] : [sentence(error)]),
      ].join('. '),
  ),
  draining: define<{ decision: Reason; workers: number; until: string; terminated: number; notes: readonly Reason[] }>(
    'Workers drain before they are terminated.',
    ({ decision, workers, until, terminated, notes = [] }, sentence) =>
      `${[decision, ...notes].map(sentence).join('. ')}. Draining ${workersText(workers)} until ${momentText(until)}${terminated > 0 ? `; ${terminated} already terminated` : ''}`,
  ),
  terminated: define<{
    decision: Reason;
    terminated: number;
    asked: number;
    canceledDrains: number;
    notes: readonly Reason[];
    error: Reason | null;
    returned?: number;
  }>(
    'Workers were terminated. `returned`: how many returned to the warm pool instead.',
    ({ decision, terminated, asked, canceledDrains, notes = [], error, returned = 0 }, sentence) =>
      [
        sentence(decision),
        ...notes.map(sentence),
        `Terminated ${terminated} of ${asked}`,
        ...(returned > 0 ? [`${workersText(returned)} returned to the warm pool`] : []),
        ...(canceledDrains > 0 ? [`Canceled the drain of ${workersText(canceledDrains)}`] : []),
        ...(error === null ? [] : [sentence(error)]),
      ].join('. '),
  ),
  'pool-kept': define<{
    decision: Reason;
    launched: number;
    asked: number;
    parked: number;
    dropped: number;
    notes: readonly Reason[];
    error: Reason | null;
  }>(
    'The warm pool was refilled, prepared members were stopped or hibernated, or members were terminated. Members are not workers. `asked`: how many were to be launched.',
    ({ decision, launched, asked, parked, dropped, notes = [], error }, sentence) =>
      [
        sentence(decision),
        ...notes.map(sentence),
        ...(asked > 0 ? [`Launched ${launched} of ${asked} for the warm pool`] : []),
        ...(parked > 0 ? [`Stopped ${counted(parked, 'prepared member')} of the warm pool`] : []),
        ...(dropped > 0 ? [`Terminated ${counted(dropped, 'member')} of the warm pool`] : []),
        ...(error === null ? [] : [sentence(error)]),
      ].join('. '),
  ),
  'pool-dropped': define<{ members: number; why: string }>(
    'Why members of the warm pool are terminated: `outdated` (another version, type or subnet), `unhealthy` (such as not ready in time), `old` (older than `maxAge`), `surplus`.',
    ({ members, why }) =>
      `${counted(members, 'member')} of the warm pool ${members === 1 ? 'is' : 'are'} ${why === 'surplus' ? 'not needed any more' : why === 'old' ? 'older than maxAge' : why}`,
  ),
  'pool-short': define<{ members: number; size: number; old: number }>(
    'Why members of the warm pool are launched. `old`: how many are older than `maxAge` and end when new ones are prepared.',
    ({ members, size, old }) =>
      `The warm pool has ${members} of ${counted(size, 'member')}${old > 0 ? `, ${old} of them older than maxAge` : ''}`,
  ),
  'pool-over-budget': define<{ missing: number }>(
    'The budget of the group does not pay for more members of its warm pool.',
    ({ missing }) => `The warm pool lacks ${counted(missing, 'member')}, but the budget does not pay for another one`,
  ),
  'pool-start-short': define<{ members: number }>(
    'Members of the warm pool could not be started. They stay in the pool, and the next evaluation launches workers instead.',
    ({ members }) =>
      `${counted(members, 'member')} of the warm pool could not be started and ${members === 1 ? 'stays' : 'stay'} in the pool`,
  ),
  'activity-under-way': define<{ activity: string; holder: string; until: string | null }>(
    'Another evaluation is resizing the group.',
    ({ activity, holder, until }) =>
      `Activity ${activity}, claimed by ${holder}, is in progress${until === null ? '' : `, until ${momentText(until)} at the latest`}`,
  ),
  'group-changed': define<Record<never, never>>(
    'Another evaluation has changed the group since it was read.',
    () => 'Another evaluation changed the group in the meantime',
  ),
  'lease-over': define<{ activity: string }>(
    'The evaluation was paused until its lease expired, so it did not carry out its activity. The next evaluation completes it.',
    ({ activity }) =>
      `The lease of activity ${activity} expired before the evaluation acted. The next evaluation completes it`,
  ),
  'policy-changed': define<Record<never, never>>(
    'The policy has changed since it was read. Nothing was done.',
    () => 'The policy changed in the meantime',
  ),
  'unknown-group': define<Record<never, never>>(
    'No group of this name has a state.',
    () => 'There is no such group, or its policy has not been accepted yet',
  ),
  'no-policy-in-force': define<Record<never, never>>('No policy is in force.', () => 'No policy is in force'),
  'group-deleted': define<Record<never, never>>(
    'The policy is deleted and no worker is left.',
    () => 'The policy was deleted and no worker is left: the group is removed',
  ),
  'evaluation-failed': define<{ error: string }>('The evaluation failed.', ({ error }) => `Failed: ${error}`),
  'launch-backoff': define<{ until: string; failures: number; cause: Reason }>(
    'Launches failed several times in a row, so the next one is delayed.',
    ({ until, failures, cause }, sentence) =>
      `Launch back-off until ${momentText(until)} after ${counted(failures, 'failure')}${failures === 1 ? '' : ' in a row'}: ${causeText(cause, sentence)}`,
  ),
  'launch-errors': define<{ errors: readonly Reason[]; more: number }>(
    'The provider rejected a launch, or a part of it. At most three different errors are listed.',
    ({ errors, more }, sentence) => [...errors.map(sentence), ...(more > 0 ? [`and ${more} more`] : [])].join('; '),
  ),
  'nothing-launched': define<Record<never, never>>(
    'The provider reported no error and launched nothing.',
    () => 'the provider launched nothing',
  ),
  'ended-early': define<{ workers: number; why: readonly Reason[] }>(
    'Workers ended before they were ever ready, so repeated launches are delayed.',
    // Items of earlier versions have no reasons.
    ({ workers, why = [] }, sentence) =>
      [
        `${workersText(workers)} ended before ${workers === 1 ? 'it was' : 'they were'} ready`,
        ...why.map(sentence),
      ].join(': '),
  ),
  'launches-failed': define<Ended>(
    'Launched workers ended before they were ever ready. They are not capacity any more.',
    (ended, sentence) => endedText(ended, 'ended before being ready', sentence),
  ),
  'workers-stopped': define<Ended>(
    'Workers stopped. A stopped worker is never capacity again, and is terminated.',
    (ended, sentence) => endedText(ended, 'stopped', sentence),
  ),
  'started-again': define<Record<never, never>>(
    'A worker that had stopped was started. It is not capacity, and is terminated.',
    () => 'it was started again after a stop',
  ),
  'jobs-done': define<{ workers: number; inUnits?: boolean }>(
    'Workers of an ephemeral group ended, as expected. They are replaced only if the rules ask for it.',
    ({ workers, inUnits }) =>
      inUnits
        ? `Workers with a total capacity of ${workers} ended after their jobs`
        : `${workersText(workers)} ended after ${workers === 1 ? 'its job' : 'their jobs'}`,
  ),
  'not-replaced': define<{ workers: number; inUnits?: boolean }>(
    'Workers ended that the rules no longer ask for. The desired capacity is lowered instead of replacing them.',
    ({ workers, inUnits }) =>
      inUnits
        ? `Workers with a total capacity of ${workers} ended and are not replaced, because the rules no longer ask for them`
        : `${workersText(workers)} ended and ${workers === 1 ? 'is' : 'are'} not replaced, because the rules no longer ask for ${workers === 1 ? 'it' : 'them'}`,
  ),
  'not-terminated': define<{ workers: readonly string[]; reasons: readonly Reason[] }>(
    'Headcount tried to terminate workers, and they still run. `reasons`: what the provider reports.',
    ({ workers, reasons = [] }, sentence) => {
      const usual = `${workers.length === 1 ? 'It is' : 'They are'} busy, or protected by the owner or the provider`;
      const why = reasons.length > 0 ? reasons.map(sentence).join('. ') : usual;
      return `Not terminated: ${workers.join(', ')}. ${why}`;
    },
  ),
  'most-draining': define<{ most: number }>(
    'The number of workers of a group that drain at the same time is limited.',
    ({ most }) => `At most ${workersText(most)} drain at the same time`,
  ),
  'replacements-held-back': define<HeldBack>(
    'Unhealthy workers are not replaced, because guards.velocity allows no more replacements now. `until`: when it allows the next one. `every` in seconds.',
    ({ unhealthy, ...held }) =>
      `${counted(unhealthy, 'unhealthy worker')} not replaced: guards.velocity allows ${velocityText(held)}`,
  ),
  'condition-cannot-launch': define<{ because: Reason | null }>(
    'The group lacks workers, and launches fail.',
    ({ because: cause }, sentence) =>
      `The group ${CONDITION_CLAUSES['cannot-launch']}${cause ? `: ${continuing(sentence(cause))}` : ''}`,
  ),
  'condition-no-data': define<{ rules: readonly string[]; causes?: readonly Reason[]; unread?: readonly Reason[] }>(
    'Rules have no recent data, so the group is not scaled in. `causes`: why the first three of `rules` have none. `unread`: why sources of their metrics could not be read; absent if all could be read.',
    ({ unread = [], ...silent }, sentence) => {
      // `unread` says why a source could not be read, so its metric needs no other cause.
      const isUnread = ({ params: { metric } }: Reason) => unread.some(({ params }) => params['metric'] === metric);
      const causes = (silent.causes ?? []).filter((cause) => !isUnread(cause));
      const without = `The group ${CONDITION_CLAUSES['no-data']}: ${silentText(silent, sentence)}`;
      return [`${without}${silentDetails({ causes }, sentence)}`, ...unread.map(sentence)].join('. ');
    },
  ),
  'condition-replacing-in-loop': define<Partial<HeldBack>>(
    'guards.velocity allows no more replacements now, and workers are unhealthy. The parameters are those of `replacements-held-back`.',
    // Events of earlier versions have no figures.
    ({ unhealthy, allowed = 0, every = 0, ...ends }) =>
      `The group ${CONDITION_CLAUSES['replacing-in-loop']}${unhealthy === undefined ? '' : `: ${velocityText({ allowed, every, ...ends })}. ${counted(unhealthy, 'unhealthy worker')} ${unhealthy === 1 ? 'waits' : 'wait'}`}. A health check or the image may be wrong`,
  ),
  'condition-at-max': define<{ max: number; proposal: number }>(
    'The rules ask for more workers than the maximum.',
    ({ max, proposal }) => `The group ${CONDITION_CLAUSES['at-max']}, ${max}: its rules ask for ${proposal}`,
  ),
  'unhealthy-replaced': define<Unhealthy>(
    'Unhealthy workers are replaced.',
    (unhealthy, sentence) => `${unhealthyText(unhealthy, sentence)}: replaced`,
  ),
  'drained-before-replaced': define<Unhealthy>(
    'The provider is about to take workers, so they drain at once. If the rules still need them, they are replaced as soon as launches are possible.',
    (unhealthy, sentence) =>
      `${unhealthyText(unhealthy, sentence)}: drained at once. Replacements are launched as soon as possible if the rules need them`,
  ),
  'interruption-announced': define<Record<never, never>>(
    'The provider announced that it will interrupt the worker.',
    () => 'is about to be interrupted',
  ),
  'rebalance-recommended': define<Record<never, never>>(
    'The provider announced that it is likely to interrupt the worker.',
    () => 'is likely to be interrupted',
  ),
  'substitute-restored': define<Record<never, never>>(
    'The worker was launched on demand because spot was short, and a spot worker replaces it.',
    () => 'was launched on demand because spot was short',
  ),
  'replacement-surplus': define<{ workers: readonly string[] }>(
    'A replaced worker has recovered, so one worker is too many.',
    ({ workers }) =>
      `A replaced worker has recovered, so ${workers.join(', ')} ${workers.length === 1 ? 'is' : 'are'} surplus`,
  ),
  'ordered-not-there': define<{ ordered: number }>(
    'Ordered capacity cannot be removed before it is launched.',
    ({ ordered }) => `${counted(ordered, 'worker')} ${ordered === 1 ? 'is' : 'are'} ordered and not launched yet`,
  ),
  'beyond-desired': define<{ workers: readonly string[] }>(
    'The group has more capacity than was decided.',
    ({ workers }) =>
      `The group has more capacity than was decided, so ${workers.join(', ')} ${workers.length === 1 ? 'is' : 'are'} removed`,
  ),
  'beyond-bounds': define<{ workers: readonly string[] }>(
    'The group of a deleted policy still has workers.',
    ({ workers }) => `The policy was deleted, so ${workers.join(', ')} ${workers.length === 1 ? 'is' : 'are'} removed`,
  ),
  'asked-to-retire': define<{ workers: readonly string[] }>(
    'Workers have reported that they want to retire. They are drained, and replaced only if the rules ask for it.',
    ({ workers }) =>
      `${counted(workers.length, 'worker')} asked to retire: ${workers.slice(0, 3).join(', ')}${workers.length > 3 ? ', …' : ''}`,
  ),
  'terminated-externally': define<{ workers: number; why: readonly Reason[]; inUnits?: boolean }>(
    'Workers were terminated outside Headcount, and are replaced. `why` has the reasons of the provider, if it gives some.',
    ({ workers, why = [], inUnits }, sentence) =>
      [
        inUnits
          ? `Workers were terminated outside Headcount; ${counted(workers, 'unit')} of capacity will be replaced`
          : `${counted(workers, 'worker')} ${workers === 1 ? 'was' : 'were'} terminated outside Headcount and will be replaced`,
        ...(why.length > 0 ? [why.map(sentence).join('; ')] : []),
      ].join(': '),
  ),
  'source-unavailable': define<{
    metric: string;
    source: string;
    error: string;
    message?: string;
    lacks?: readonly string[];
  }>(
    'The source of a metric could not be read, so the metric has no data. Other metrics and groups are not affected. `message`: what the source answered. `lacks`: the missing permissions, if it denied the call.',
    ({ metric, source, error, message, lacks }) =>
      lacks
        ? `No data for ${metric}: ${source} denied the call (${error}). The role that makes the call needs ${lacks.join(' and ')}`
        : `No data for ${metric}: it cannot be read from ${source}: ${failureText(error, message)}`,
  ),
  'source-failed': define<{ metric: string; source: string; cause: Reason }>(
    'The source of a metric could not be read, so the metric has no data. `cause` says what to do.',
    ({ metric, source, cause }, sentence) => `No data for ${metric} from ${source}: ${continuing(sentence(cause))}`,
  ),
  'source-cut': define<{ metric: string; source: string; since: string }>(
    'A metric has more values than one evaluation reads. Its values before `since` are left out.',
    ({ metric, source, since }) =>
      `${metric} has more values in ${source} than one evaluation reads. Those before ${momentText(since)} are left out: a rule that looks further back uses less data`,
  ),
  'alarm-refused': define<{ why: string }>(
    'CloudWatch rejects the alarm on a bound of the rule.',
    ({ why }) => `has a bound whose alarm CloudWatch rejects: ${why}`,
  ),
  'not-accepted': define<{ why: string }>(
    'Every attempt to accept the policy failed for two minutes. Headcount tries again every 15 minutes.',
    ({ why }) => `could not be accepted; Headcount tries again within 15 minutes: ${why}`,
  ),
  'own-region': define<{ region: string }>(
    'The region in `overflow` is the region of the stack itself.',
    ({ region }) => `must be a region other than ${region}, which is the region of this stack`,
  ),
  'foreign-name': define<{ group: string }>(
    'The group in the document differs from the group in the key of its item.',
    ({ group }) => `must be ${group}, the group in the item's key`,
  ),
  'rightsize-launches': define<{ types: readonly string[]; at: string; instead: string }>(
    'Right-sizing has chosen the types that launches use.',
    ({ types, at, instead }) =>
      `Right-sizing of ${at.slice(0, 10)}: launches use ${types.join(', ')} instead of ${instead}`,
  ),
};
export const evaluationError = errorsOf(reasons);
