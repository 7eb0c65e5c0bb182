import {
  CONDITION_CLAUSES,
  continuing,
  counted,
  define,
  InvalidInputError,
  makers,
  momentText,
  type Reason,
  reasonedErrors,
  withFullStop,
} from '../model/index.ts';

type OfWorker = { worker: string; group: string };
type OfActivity = { activity: string; group: string; since: string; draining: boolean };

const doing = (isDraining: boolean): string => (isDraining ? 'drains' : 'runs');
const open = ({ activity, group, draining }: OfActivity): string =>
  `Activity ${activity} of ${group} ${draining ? 'has drained' : 'is claimed'}`;

/** A later version may have stored another condition. */
const CONDITIONS: Readonly<Record<string, string>> = CONDITION_CLAUSES;

/** What an examination of a stage may find, and what is wrong with a request of an operator. */
export const reasons = {
  'cursor-invalid': define<Record<never, never>>(
    'A cursor does not come from an earlier page of the same list, or it was changed.',
    () => 'The cursor does not belong to this list: use the cursor of its previous page, or start without one',
  ),
  'describe-failed': define<{ message: string }>(
    'The provider cannot describe the group.',
    ({ message }) => `The provider cannot describe the group: ${message}`,
  ),
  'target-shared': define<{ kind: string; target: string; groups: readonly string[] }>(
    'Several policies resize the same service, fleet or Auto Scaling group, so none of their groups is evaluated.',
    ({ kind, target, groups }) =>
      `The policies of ${groups.join(', ')} resize the same ${kind} ${target}; none of these groups would be evaluated. Keep one of them, and delete the others.`,
  ),
  'prices-unread': define<{ error: string }>(
    'Prices of AWS cannot be read. What needs them shows a dash.',
    ({ error }) => `Prices could not be read: ${error}`,
  ),
  'prices-left-out': define<{ types: number; most: number }>(
    'More types have no stored price than are looked up at once.',
    ({ types, most }) => `The prices of ${counted(types, 'further type')} were not read: at most ${most} are looked up`,
  ),
  'doctor-undescribed': define<{ group: string; cause: Reason }>(
    'The provider cannot describe the group, so it is neither evaluated nor resized.',
    ({ group, cause }, sentence) => `${group} is not resized: ${continuing(sentence(cause))}`,
  ),
  'doctor-evaluations-fail': define<{ group: string; failures: number }>(
    'The last evaluations of the group have failed, so it is not resized.',
    ({ group, failures }) =>
      `${group} is not resized: its last ${failures} evaluations failed. "npx headcount status ${group}" shows why`,
  ),
  'doctor-provider-note': define<{ group: string; note: Reason }>(
    'The provider reports something about the group that needs attention.',
    ({ group, note }, sentence) => `${group}: ${sentence(note)}`,
  ),
  'doctor-unusable-state': define<{ group: string; cause: Reason }>(
    'What is stored of the group cannot be used by this version.',
    ({ cause }, sentence) => sentence(cause),
  ),
  'doctor-released': define<OfWorker & { draining: boolean }>(
    'A worker of a group that has no policy in force.',
    ({ worker, group, draining }) =>
      `${worker} ${doing(draining)}, and its group ${group} has no policy in force: nothing resizes it`,
  ),
  'doctor-unknown-group': define<OfWorker & { draining: boolean }>(
    'A worker of a group that this stage does not know.',
    ({ worker, group, draining }) =>
      `${worker} ${doing(draining)}, but its group ${group} is unknown: apply a policy for the group, or terminate the worker`,
  ),
  'doctor-refused-policy': define<{ group: string }>(
    'The newest document of the group is not valid.',
    ({ group }) => `The newest policy of ${group} was rejected: "npx headcount status ${group}" shows its errors`,
  ),
  'doctor-unfinished': define<OfActivity>(
    'An activity that should have been completed by now.',
    (activity) => `${open(activity)} since ${momentText(activity.since)}, and is not completed`,
  ),
  'doctor-missing-record': define<OfActivity>(
    'An activity whose record was deleted.',
    (activity) => `${open(activity)}, but its record is missing: nothing can complete it`,
  ),
  'doctor-unknown-activity': define<OfWorker & { activity: string | null }>(
    'A worker with the tags of a group that no recorded activity has launched.',
    ({ worker, group, activity }) =>
      `${worker} has the tags of ${group}, but was launched by ${activity === null ? 'no activity' : `activity ${activity}, which has no record`}. It counts as a worker`,
  ),
  'doctor-forgotten-mark': define<OfWorker>(
    'A worker with a drain mark that nothing drains.',
    ({ worker, group }) => `${worker} of ${group} is marked as draining, but nothing drains it`,
  ),
  'doctor-lost-mark': define<OfWorker & { until: string }>(
    'A worker drains, but its provider does not show the mark (such as the tag) by which the worker learns this. It is terminated at the end of the drain all the same.',
    ({ worker, group, until }) =>
      `${worker} of ${group} drains until ${momentText(until)}, but the mark by which it learns this is gone, so it may take work until then. Look for what removes the tag headcount:draining-until, or for a function or extension that does not return the marks that it was sent`,
  ),
  'doctor-condition': define<{ group: string; condition: string; since: string }>(
    'A condition of the group has lasted longer than `notifyAfter`: `cannot-launch`, `no-data`, `replacing-in-loop` or `at-max`.',
    ({ group, condition, since }) =>
      `${group} ${CONDITIONS[condition] ?? condition} (since ${momentText(since)}). "npx headcount explain ${group}" shows why`,
  ),
  'doctor-unreadable-report': define<OfWorker & { cause: Reason }>(
    'A worker reports something unreadable, with its tags or by an event. The report changes nothing.',
    ({ worker, group, cause }, sentence) =>
      `${worker} of ${group} reports something unreadable: ${continuing(sentence(cause))}`,
  ),
  'unreadable-reports': define<{ workers: number; worker: string; cause: Reason }>(
    'Workers of the group report something unreadable with tags or events. `worker` is one of them. The reports change nothing.',
    ({ workers, worker, cause }, sentence) =>
      workers === 1
        ? `${worker} reports something unreadable: ${continuing(sentence(cause))}`
        : `${workers} workers report something unreadable, among them ${worker}: ${continuing(sentence(cause))}`,
  ),
  'doctor-vanished': define<OfWorker & { activity: string; cause: Reason | null }>(
    'A worker that ended by itself, or was terminated outside Headcount. `cause` is what the provider reports.',
    ({ worker, group, activity, cause }, sentence) => {
      const named = `${worker}, launched by activity ${activity} of ${group},`;
      return cause === null
        ? `${named} was terminated outside Headcount`
        : `${named} has ended: ${continuing(sentence(cause))}`;
    },
  ),
  'doctor-stopped': define<OfWorker & { cause: Reason | null; managed: boolean }>(
    'A worker that stopped. It is not capacity, and costs its volumes until it is terminated.',
    ({ worker, group, cause, managed }, sentence) =>
      [
        `${worker} of ${group} is stopped${cause === null ? '' : ` (${sentence(cause)})`} and does not count`,
        managed
          ? 'The next evaluation terminates it, unless it is protected or the policy is paused or has dryRun'
          : 'The group has no active policy, so nothing terminates it',
      ].join('. '),
  ),
  'doctor-unpublished-events': define<{ group: string; waiting: number; since: string; dropped: number }>(
    'The bus does not accept the events of the group. `waiting`: entries that the group keeps until it does; `dropped`: older entries that exceeded what a group keeps.',
    ({ group, waiting, since, dropped }) =>
      `${[
        `The bus has not accepted events of ${group} since ${momentText(since)}: ${waiting} ${waiting === 1 ? 'waits' : 'wait'}`,
        ...(dropped > 0 ? [dropped === 1 ? 'an older one was dropped' : `${dropped} older ones were dropped`] : []),
      ].join(', and ')}. The logs of the function evaluate show what the bus answers`,
  ),
  'doctor-old-prices': define<{ group: string; types: readonly string[]; days: number | null }>(
    "AWS's prices for instance types of the group could not be read for days, or not at all. `days`: the age of the oldest one; null: it was never read.",
    ({ group, types, days }) =>
      days === null
        ? `The prices of ${types.join(', ')}, which ${group} needs, could not be read. Look at the logs of the function refresh-prices, or write provider.prices`
        : `The prices of ${types.join(', ')}, which ${group} uses, are ${counted(days, 'day')} old. Look at the logs of the function refresh-prices`,
  ),
  'doctor-leaked-member': define<{ worker: string; group: string }>(
    'A member of a warm pool whose group has no active policy. Nothing starts it, and its disks cost money.',
    ({ worker, group }) =>
      `${worker} is a member of the warm pool of ${group}, which has no active policy. Evaluations of the group terminate it soon after the policy was deleted; if it stays, terminate it in EC2`,
  ),
  'doctor-refills-fail': define<{ group: string; failures: number; until: string; cause: Reason }>(
    'The warm pool of the group cannot be refilled.',
    ({ group, failures, until, cause }, sentence) =>
      `The warm pool of ${group} could not be refilled, ${failures === 1 ? 'once' : `${failures} times in a row`}; the next attempt is after ${momentText(until)}: ${continuing(sentence(cause))}`,
  ),
  'doctor-not-hibernated': define<{ group: string; stopped: number; members: number }>(
    'The policy asks for hibernated members of the warm pool, and EC2 refused to hibernate them. They are stopped, so they start more slowly.',
    ({ group, stopped, members }) =>
      `${stopped} of ${counted(members, 'member')} of the warm pool of ${group} ${stopped === 1 ? 'is' : 'are'} only stopped, because EC2 refused to hibernate. Run npx headcount preflight with the file of the policy: it shows the cause, such as the root volume, the type or the image. Or set state: stopped`,
  ),
  'doctor-overflow-fails': define<{ group: string; region: string; since: string; cause: Reason }>(
    'The group cannot launch all workers in this region, and asking another region for them fails.',
    ({ group, region, since, cause }, sentence) =>
      `${group} has asked ${region} for workers without success since ${momentText(since)}: ${continuing(sentence(cause))}`,
  ),
  'doctor-rollout-stuck': define<{ group: string; status: string; since: string; cause: Reason | null }>(
    'The rollout of the group has stopped, is paused because it failed, or began more than a day ago and is not complete.',
    ({ group, status, since, cause }, sentence) =>
      `The rollout of ${group}, which began ${momentText(since)}, is not complete. Its status is ${status}${cause === null ? '' : `. ${sentence(cause)}`}`,
  ),
  'doctor-launches-fail': define<{
    group: string;
    failures: number;
    since?: string;
    until: string;
    isWaiting: boolean;
    cause: Reason | string;
  }>(
    'Launches of the group failed, and no launched worker has been ready since. `since`: the group has lacked workers since then; absent unless it has lacked them for longer than `notifyAfter`. `isWaiting`: whether the next launch waits until `until`.',
    ({ group, failures, since, until, isWaiting, cause }, sentence) => {
      const launches =
        failures === 1 ? `A launch of ${group} failed` : `${failures} launches of ${group} failed in a row`;
      const failed =
        since === undefined ? launches : `${launches}, and it has lacked workers since ${momentText(since)}`;
      const next = isWaiting ? ` The next launch is possible from ${momentText(until)}.` : '';
      const check = `If EC2 lacks capacity, add instance types or subnets to the policy. To check its launch settings, quotas and permissions, run "npx headcount preflight --group ${group}"`;
      return `${failed}: ${withFullStop(typeof cause === 'string' ? cause : sentence(cause))}${next} ${check}`;
    },
  ),
};
export const because = makers(reasons);
const operationError = reasonedErrors(reasons);
/** The error for a request that cannot be answered as it is. */
export function invalidOperation(reason: Reason): InvalidInputError {
  const cause = operationError(reason);
  return new InvalidInputError(cause.message, { cause });
}
