import {
  amountText,
  CONDITION_OVER,
  continuing,
  counted,
  define,
  momentText,
  type Reason,
  workersText,
} from '../../model/index.ts';

const were = (workers: number, what: string): string =>
  `${workersText(workers)} ${workers === 1 ? 'was' : 'were'} ${what}`;
const figure = (usd: number): string => `$${Number(usd.toFixed(4))}`;

/** What the events on the bus report, where no decision, resize or condition says it. */
export const reasons = {
  'resize-started': define<{
    decision: Reason;
    launches: number;
    removes: number;
    canceledDrains: number;
    inUnits?: boolean;
    members?: number;
    parks?: number;
    drops?: number;
  }>(
    'A resize has started. Its decision says why. `inUnits`: `launches` are units of capacity, because workers have weights. `members`, `parks`, `drops`: how many members of the warm pool are launched, stopped or hibernated, and terminated.',
    ({ decision, launches, removes, canceledDrains, inUnits, members = 0, parks = 0, drops = 0 }, sentence) =>
      [
        sentence(decision),
        ...(launches > 0 ? [`Launching ${amountText(launches, inUnits)}`] : []),
        ...(canceledDrains > 0 ? [`Canceling the drain of ${workersText(canceledDrains)}`] : []),
        ...(removes > 0 ? [`Removing ${workersText(removes)}`] : []),
        ...(members > 0 ? [`Launching ${counted(members, 'member')} of the warm pool`] : []),
        ...(parks > 0 ? [`Stopping ${counted(parks, 'prepared member')} of the warm pool`] : []),
        ...(drops > 0 ? [`Terminating ${counted(drops, 'member')} of the warm pool`] : []),
      ].join('. '),
  ),
  'worker-launched': define<{ workers: number }>('Workers were launched.', ({ workers }) => were(workers, 'launched')),
  'worker-draining': define<{ workers: number; until: string }>(
    'Workers have their draining tag and receive no new work.',
    ({ workers, until }) => `${workersText(workers)} ${workers === 1 ? 'drains' : 'drain'} until ${momentText(until)}`,
  ),
  'worker-taken-back': define<{ workers: number }>(
    'The drain of workers was canceled. They count as capacity again.',
    ({ workers }) => `The drain of ${workersText(workers)} was canceled`,
  ),
  'worker-terminated': define<{ workers: number }>('Workers were terminated, or were already gone.', ({ workers }) =>
    were(workers, 'terminated'),
  ),
  'worker-replaced': define<{ workers: number }>(
    'Unhealthy workers were terminated after their replacements were launched.',
    ({ workers }) => were(workers, 'replaced'),
  ),
  'worker-unhealthy': define<{ workers: readonly string[]; why: readonly Reason[]; more: number }>(
    'Workers are unhealthy or about to be interrupted. At most three are listed.',
    ({ workers, why, more }, sentence) =>
      `${workers.map((id, nth) => (why[nth] ? `${id} ${sentence(why[nth])}` : id)).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  ),
  'condition-over': define<{ condition: string }>(
    'A condition of the group is over.',
    // A later version may have written another condition.
    ({ condition }) =>
      Object.hasOwn(CONDITION_OVER, condition)
        ? `The group ${CONDITION_OVER[condition as keyof typeof CONDITION_OVER]}`
        : `The condition ${condition} of the group is over`,
  ),
  'version-accepted': define<{ version: number; by: string | null }>(
    'A policy was accepted. It is in force.',
    ({ version, by }) => `Version ${version} of the policy is in force${by === null ? '' : `, by ${by}`}`,
  ),
  'version-refused': define<{ errors: number; inForce: number | null }>(
    'A policy was rejected. The last accepted version stays in force.',
    ({ errors, inForce }) =>
      `The policy has ${counted(errors, 'error')}. ${inForce === null ? 'No version is in force' : `Version ${inForce} stays in force`}`,
  ),
  'version-rolled-back': define<{ version: number; rolledBackTo: number; by: string | null }>(
    'The document of an earlier version was accepted as a new version.',
    ({ version, rolledBackTo, by }) =>
      `Version ${version} of the policy is in force${by === null ? '' : `, by ${by}`}: it has the document of version ${rolledBackTo}`,
  ),
  'pause-started': define<{ paused: boolean | string; why?: readonly Reason[] }>(
    'The group is paused: `true` in both directions, else in the direction that it names. `why`: who has paused it, and until when.',
    // Events of earlier versions do not say who.
    ({ paused, why = [] }, sentence) =>
      why.length > 0
        ? why.map(sentence).join('. ')
        : `The group is paused${typeof paused === 'string' ? ` for scale-${paused}` : ''}`,
  ),
  'pause-ended': define<Record<never, never>>('The group is no longer paused.', () => 'The group is no longer paused'),
  'rollout-started': define<{ to: string; from: string | null; by: string | null; why: Reason | null }>(
    'A rollout starts, or continues with a newer version. `why`: why it did so by itself.',
    ({ to, from, by, why }, sentence) =>
      `Workers${from === null ? '' : ` of ${from}`} are replaced with workers of ${to}${by === null ? '' : `, as ${by} asked`}${why === null ? '' : `. ${sentence(why)}`}`,
  ),
  'rollout-checkpoint': define<{ to: string; share: number; passed: number; until: string | null }>(
    'A rollout has reached a checkpoint. It continues after `until`.',
    ({ to, share, until }) =>
      `${share} % of the capacity has ${to}${until === null ? '' : `. The rollout continues after ${momentText(until)}`}`,
  ),
  'rollout-completed': define<{ to: string; total: number }>(
    'A rollout has replaced all workers.',
    ({ to, total }) => `The rollout to ${to} is complete: ${workersText(total)} replaced`,
  ),
  'rollout-failed': define<{ to: string; from: string | null; status: string; why: Reason | null }>(
    'A rollout failed. `status`: `rolling-back`, `paused` or `stopped`.',
    ({ to, from, status, why }, sentence) => {
      const then =
        status === 'rolling-back'
          ? `The workers go back to ${from ?? 'what ran before'}`
          : status === 'paused'
            ? 'It is paused'
            : 'It has stopped';
      return `The rollout to ${to} failed${why === null ? '' : `: ${continuing(sentence(why))}`}. ${then}`;
    },
  ),
  'rollout-rolled-back': define<{ to: string; from: string | null; why: Reason | null }>(
    'A rollout was rolled back: all workers are again what ran before it.',
    ({ to, from, why }, sentence) =>
      `The rollout to ${to} was rolled back: all workers ${from === null ? 'are again what ran before it' : `have ${from} again`}${why === null ? '' : `. ${sentence(why)}`}`,
  ),
  'budget-near': define<{ spendPerHour: number; budgetPerHour: number }>(
    'The workers of the group cost at least 80 % of its budget.',
    ({ spendPerHour, budgetPerHour }) =>
      `The workers cost ${figure(spendPerHour)} per hour, of a budget of ${figure(budgetPerHour)}`,
  ),
  'events-dropped': define<{ entries: number; since: string }>(
    'The bus rejected events for so long that the oldest were dropped. One entry is a decision, a step of a resize, or another event.',
    ({ entries, since }) =>
      `The bus has not accepted events of the group since ${momentText(since)}, and ${entries === 1 ? 'one entry was' : `${entries} entries were`} dropped`,
  ),
  'budget-exhausted': define<{ spendPerHour: number; budgetPerHour: number }>(
    'The budget pays for no more workers.',
    ({ spendPerHour, budgetPerHour }) =>
      `The budget of ${figure(budgetPerHour)} per hour pays for no more workers: the group costs ${figure(spendPerHour)} now`,
  ),
};
