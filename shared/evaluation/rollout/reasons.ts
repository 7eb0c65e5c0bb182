import { counted, define, momentText, type Reason } from '../../model/index.ts';

const DIFFERENCES = { version: 'version', image: 'image', type: 'instance type', subnet: 'subnet' } as const;
type Difference = keyof typeof DIFFERENCES;
const byText = (by: string, because: string | undefined): string =>
  because === undefined ? `by ${by}` : `by ${by}: ${because}`;

/** Rollouts: why they start, wait, fail and end, and why a worker is replaced. */
export const rolloutReasons = {
  'rollout-differs': define<{ workers: number; differences: readonly Difference[]; version?: string }>(
    'Workers differ from what launches use now, so a rollout starts. `version`: that of the new workers.',
    ({ workers, differences, version }) =>
      `Launches use another ${differences.map((each) => DIFFERENCES[each]).join(' and ')} than ${counted(workers, 'worker')}${version === undefined ? '' : `: version ${version}`}`,
  ),
  'rollout-newer': define<{ version?: string; instead?: string }>(
    'What launches use has changed during a rollout. The rollout goes on with the new version.',
    ({ version = 'another version', instead = 'the one before' }) =>
      `The rollout goes on with ${version} instead of ${instead}, because launches use it now`,
  ),
  'rollout-worker-differs': define<{ difference: Difference; version?: string }>(
    'The worker is not what the rollout replaces workers by.',
    ({ difference, version }) =>
      `has another ${DIFFERENCES[difference]}${version === undefined ? '' : ` than version ${version}`}`,
  ),
  'rollout-worker-before': define<Record<never, never>>(
    'The rollout replaces all workers that were there when it started.',
    () => 'was there before the rollout of all workers',
  ),
  'rollout-worker-old': define<{ lifetime: number }>(
    'The worker has reached `maxLifetime`. `lifetime`: in seconds.',
    () => 'has reached the maximum lifetime',
  ),
  'workers-renewed': define<{ workers: readonly string[]; why: readonly Reason[]; more: number }>(
    'Workers are replaced by new ones, by a rollout or because of their age. `more`: how many are not named.',
    ({ workers, why, more }, sentence) =>
      `Replacing ${workers.map((id, index) => (why[index] ? `${id} (${sentence(why[index])})` : id)).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  ),
  'rollout-waits-busy': define<{ workers: readonly string[]; more: number }>(
    'The workers that are left to replace are busy, and the policy has no drain in which they could finish.',
    ({ workers, more }) => `The rollout waits until ${listed(workers, more)} ${isAre(workers, more)} idle`,
  ),
  'rollout-waits-protected': define<{ workers: readonly string[]; more: number }>(
    'The workers that are left to replace are protected, or could not be terminated lately.',
    ({ workers, more }) => `The rollout waits until ${listed(workers, more)} ${isAre(workers, more)} not protected`,
  ),
  'rollout-waits-unhealthy': define<{ workers: readonly string[]; more: number }>(
    'The rollout waits while workers of the version before are unhealthy, because they are replaced first.',
    ({ workers, more }) =>
      `The rollout waits until ${listed(workers, more)} ${isAre(workers, more)} replaced: unhealthy`,
  ),
  'rollout-waits-job': define<{ workers: number }>(
    'Workers that do one job are not replaced. The rollout is complete when those of the version before have ended.',
    ({ workers }) =>
      `The rollout waits until ${counted(workers, 'worker')} of the version before ${workers === 1 ? 'has' : 'have'} ended`,
  ),
  'rollout-waits-capacity': define<{ causes: readonly Reason[] }>(
    'The provider cannot launch the replacements now. The workers that run stay until it can.',
    ({ causes }, sentence) => `The rollout waits for capacity: ${causes.map(sentence).join('; ')}`,
  ),
  'rollout-waits-pause': define<Record<never, never>>(
    'The group is paused, so its rollout waits.',
    () => 'The rollout waits, because the group is paused',
  ),
  'rollout-waits-delay': define<{ until: string }>(
    'The rollout pauses for `delay` before it replaces more workers.',
    ({ until }) => `The rollout replaces the next workers after ${momentText(until)}`,
  ),
  'rollout-bakes': define<{ share: number; until: string }>(
    'The rollout has reached a checkpoint and waits for `bake`. `share`: in percent.',
    ({ share, until }) => `The rollout has reached ${share} % and waits until ${momentText(until)}`,
  ),
  'rollout-alarm': define<{ alarms: readonly string[] }>(
    'An alarm of the rollout is in ALARM.',
    ({ alarms }) => `${alarms.join(', ')} ${alarms.length === 1 ? 'is' : 'are'} in ALARM`,
  ),
  'rollout-alarm-missing': define<{ alarms: readonly string[] }>(
    'An alarm of the rollout does not exist, so the rollout waits.',
    ({ alarms }) =>
      `The rollout waits, because ${alarms.join(', ')} ${alarms.length === 1 ? 'does' : 'do'} not exist in CloudWatch. Create the alarm, or remove it from provider.rollout.alarms`,
  ),
  'rollout-alarms-unread': define<{ error: string }>(
    'The alarms of the rollout could not be read, so the rollout waits.',
    ({ error }) => `The rollout waits, because its alarms could not be read: ${error}`,
  ),
  'rollout-failures': define<{ failed: number; total: number; tolerated: number; why: readonly Reason[] }>(
    'More replacements failed than the rollout tolerates. `tolerated`: in percent of `total`, the workers to replace.',
    ({ failed, total, tolerated, why }, sentence) =>
      `${failed} of ${counted(total, 'replacement')} failed, and ${tolerated} % may${why.length > 0 ? `: ${why.map(sentence).join('; ')}` : ''}`,
  ),
  'rollout-launch-refused': define<{ cause: Reason }>(
    'The provider rejects launches of the new version.',
    ({ cause }, sentence) => `The launch of a replacement was rejected: ${sentence(cause)}`,
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
    'Somebody paused, canceled or turned round the rollout.',
    ({ by, because }) => byText(by, because),
  ),
  'rollout-refused': define<{ cause: Reason }>(
    'The rollout cannot start, because there is nothing to launch from.',
    ({ cause }, sentence) => `The rollout cannot start: ${sentence(cause)}`,
  ),
  'rollout-no-way-back': define<{ cause: Reason | null; after: Reason | null }>(
    'The rollout failed, and what ran before cannot be launched. `after`: why it failed.',
    ({ cause, after }, sentence) => {
      const why = cause === null ? 'the workers before were of no known version, or of the same' : sentence(cause);
      const failed = after === null ? '' : ` The rollout failed before that: ${sentence(after)}.`;
      return `What ran before the rollout cannot be launched: ${why}.${failed} Fix the launch template, and start another rollout with "npx headcount replace GROUP"`;
    },
  ),
};

const listed = (workers: readonly string[], more: number): string =>
  `${workers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
const isAre = (workers: readonly string[], more: number): string => (workers.length + more === 1 ? 'is' : 'are');
