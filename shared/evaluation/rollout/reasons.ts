import { continuing, counted, define, inSeries, momentText, type Reason, setText } from '../../model/index.ts';

const DIFFERENCES = { version: 'version', image: 'image', type: 'instance type', subnet: 'subnet' } as const;
type Difference = keyof typeof DIFFERENCES;
const byText = (by: string, because: string | undefined): string =>
  because === undefined ? `${by} asked for this` : `${by} asked for this: ${because}`;

/** Rollouts: why they start, wait, fail and end, and why a worker is replaced. */
export const rolloutReasons = {
  'rollout-differs': define<{ workers: number; differences: readonly Difference[]; version?: string }>(
    'Some workers differ from what launches use now, so a rollout starts. `version`: that of the new workers.',
    ({ workers, differences, version }) =>
      `${counted(workers, 'worker')} ${workers === 1 ? 'has' : 'have'} another ${differences.map((each) => DIFFERENCES[each]).join(' and ')} than launches use now${version === undefined ? '' : ` (version ${version})`}`,
  ),
  'rollout-newer': define<{ version?: string; instead?: string }>(
    'What launches use has changed during a rollout. The rollout continues with the new version.',
    ({ version, instead }) =>
      `The rollout continues with ${version === undefined ? 'another version' : `version ${version}`} instead of ${instead === undefined ? 'the previous one' : `version ${instead}`}, because launches use that now`,
  ),
  'rollout-worker-differs': define<{ difference: Difference; version?: string }>(
    'The worker differs from the new workers of the rollout.',
    ({ difference, version }) =>
      difference === 'version' && version !== undefined
        ? `does not have version ${version}`
        : `has another ${DIFFERENCES[difference]} than the new workers`,
  ),
  'rollout-worker-before': define<Record<never, never>>(
    'The rollout replaces all workers that were launched before it started.',
    () => 'was launched before the rollout of all workers started',
  ),
  'rollout-worker-old': define<{ lifetime: number }>(
    'The worker has reached `maxLifetime`. `lifetime`: in seconds.',
    ({ lifetime }) => `has reached the maximum lifetime of ${setText(lifetime, 'maxLifetime')}`,
  ),
  'workers-renewed': define<{ workers: readonly string[]; why: readonly Reason[]; more: number }>(
    'A rollout replaces workers, or they are replaced because of their age. `more`: how many are not named.',
    ({ workers, why, more }, sentence) =>
      `Replacing ${workers.map((id, index) => (why[index] ? `${id} (${sentence(why[index])})` : id)).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  ),
  'rollout-waits-busy': define<{ workers: readonly string[]; more: number }>(
    'The workers that are left to replace are busy, and the policy gives them no time to finish: `behavior.in.drain` is 0.',
    ({ workers, more }) =>
      `The rollout waits until ${listed(workers, more)} ${isAre(workers, more)} idle, because behavior.in.drain is 0`,
  ),
  'rollout-waits-protected': define<{ workers: readonly string[]; more: number }>(
    'The workers that are left to replace are protected, or the provider has refused lately to terminate them.',
    ({ workers, more }) => `The rollout waits until ${listed(workers, more)} ${isAre(workers, more)} not protected`,
  ),
  'rollout-waits-unhealthy': define<{ workers: readonly string[]; more: number }>(
    'The rollout waits while workers of the previous version are unhealthy, because these are replaced first.',
    ({ workers, more }) => `The rollout waits until these unhealthy workers are replaced: ${listed(workers, more)}`,
  ),
  'rollout-waits-job': define<{ workers: number }>(
    'Workers that do one job are not replaced. The rollout is complete when those of the previous version have ended.',
    ({ workers }) =>
      `The rollout waits until ${counted(workers, 'worker')} of the previous version ${workers === 1 ? 'has' : 'have'} ended`,
  ),
  'rollout-waits-workers': define<{ draining: number; starting: number; monitored: number }>(
    'The rollout waits for workers, because it replaces no more at once than `parallel` allows. `monitored`: workers that are ready, but have not been healthy for as long as `monitor` requires.',
    ({ draining, starting, monitored }) =>
      `The rollout waits for ${inSeries(
        [
          ...(draining > 0 ? [`${counted(draining, 'worker')} to drain`] : []),
          ...(starting > 0 ? [`${counted(starting, 'worker')} to start`] : []),
          ...(monitored > 0 ? [`${counted(monitored, 'worker')} to stay healthy for long enough`] : []),
        ],
        'and',
      )}`,
  ),
  'rollout-waits-capacity': define<{ causes: readonly Reason[] }>(
    'The provider cannot launch the replacements now. The workers that run stay until it can.',
    ({ causes }, sentence) => `The rollout waits for capacity: ${causes.map(sentence).join('; ')}`,
  ),
  'rollout-waits-pause': define<{ cause?: Reason }>(
    'The group is paused, so its rollout waits. `cause`: who has paused it, until when, and how to resume it.',
    ({ cause }, sentence) =>
      cause ? `The rollout waits. ${sentence(cause)}` : 'The rollout waits, because the group is paused',
  ),
  'rollout-waits-delay': define<{ until: string }>(
    'The rollout pauses for `delay` before it replaces more workers.',
    ({ until }) => `The rollout replaces the next workers after ${momentText(until)}`,
  ),
  'rollout-waits-version': define<Record<never, never>>(
    'The version that the rollout goes to could not be read, so the rollout has not started.',
    () => 'The rollout waits, because the version that it goes to could not be read; the log of the function says why',
  ),
  'rollout-bakes': define<{ share: number; until: string }>(
    'The rollout has reached a checkpoint and waits for `bake`. `share`: in percent.',
    ({ share, until }) =>
      `${share} % of the capacity is new. The rollout waits at this checkpoint until ${momentText(until)}`,
  ),
  'rollout-alarm': define<{ alarms: readonly string[] }>('An alarm of the rollout is in ALARM.', ({ alarms }) =>
    alarms.length === 1 ? `The alarm ${alarms[0]} is in ALARM` : `The alarms ${alarms.join(', ')} are in ALARM`,
  ),
  'rollout-alarm-missing': define<{ alarms: readonly string[] }>(
    'An alarm of the rollout does not exist, so the rollout waits.',
    ({ alarms }) =>
      alarms.length === 1
        ? `The rollout waits, because CloudWatch has no alarm ${alarms[0]}. Create it, or remove it from provider.rollout.alarms`
        : `The rollout waits, because CloudWatch has no alarms ${alarms.join(', ')}. Create them, or remove them from provider.rollout.alarms`,
  ),
  'rollout-alarms-unread': define<{ error: string }>(
    'The alarms of the rollout could not be read, so the rollout waits.',
    ({ error }) => `The rollout waits, because its alarms could not be read: ${error}`,
  ),
  'rollout-failures': define<{ failed: number; total: number; tolerated: number; why: readonly Reason[] }>(
    'More replacements failed than `maxFailures` allows. `tolerated`: in percent of `total`, the workers to replace.',
    ({ failed, total, tolerated, why }, sentence) =>
      `${failed} of ${counted(total, 'replacement')} failed, which is more than maxFailures allows (${tolerated} %)${why.length > 0 ? `: ${why.map((each) => continuing(sentence(each))).join('; ')}` : ''}`,
  ),
  'rollout-launch-refused': define<{ cause: Reason }>(
    'The provider rejects launches of the new version.',
    ({ cause }, sentence) => `The launch of a replacement was rejected: ${continuing(sentence(cause))}`,
  ),
  'rollout-worker-ended': define<{ worker: string; cause: Reason | null }>(
    'A replacement ended before it was ready.',
    ({ worker, cause }, sentence) =>
      `${worker} ended before it was ready${cause === null ? '' : ` (${sentence(cause)})`}`,
  ),
  'rollout-worker-unhealthy': define<{ worker: string; cause: Reason }>(
    'A replacement is unhealthy.',
    ({ worker, cause }, sentence) => `${worker} ${sentence(cause)}`,
  ),
  'rollout-by-hand': define<{ by: string; because?: string }>(
    'Somebody paused, canceled or rolled back the rollout, or made it go forward again.',
    ({ by, because }) => byText(by, because),
  ),
  'rollout-refused': define<{ cause: Reason }>(
    'The rollout cannot start, because the version that it would launch does not exist.',
    ({ cause }, sentence) => `The rollout cannot start: ${continuing(sentence(cause))}`,
  ),
  'rollout-no-way-back': define<{ cause: Reason | null; after: Reason | null }>(
    'The rollout failed, and what ran before cannot be launched. `after`: why it failed.',
    ({ cause, after }, sentence) => {
      const why = cause === null ? 'no other version is known to have run before' : continuing(sentence(cause));
      const failed = after === null ? '' : ` The rollout failed before that: ${continuing(sentence(after))}.`;
      return `What ran before the rollout cannot be launched: ${why}.${failed} Fix the launch template, and start another rollout with "npx headcount replace GROUP"`;
    },
  ),
};

const listed = (workers: readonly string[], more: number): string =>
  `${workers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
const isAre = (workers: readonly string[], more: number): string => (workers.length + more === 1 ? 'is' : 'are');
