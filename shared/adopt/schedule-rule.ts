import { Cron } from 'croner';
import type { Reason } from '../model/index.ts';
import type { ScheduledAction } from '../providers/auto-scaling-group/api/index.ts';
import { because } from './reasons.ts';
import type { RuleDocument } from './tracking-rule.ts';

type WindowDocument = Extract<RuleDocument, { kind: 'schedule' }>['windows'][number];

export interface AdoptedSchedule {
  readonly windows: readonly WindowDocument[];
  /** The action whose sizes apply outside all windows, because it only ends the others; null: the group's own sizes apply. */
  readonly base: Pick<ScheduledAction, 'name' | 'min' | 'max'> | null;
  readonly notes: readonly Reason[];
}

const HORIZON_DAYS = 28;
const DAY_MS = 86_400_000;
/** Runs are compared as wall-clock times, because a change to daylight-saving time would shift them by an hour. */
const WALL_CLOCK = 'UTC';

/**
 * A scheduled action sets sizes until the next one changes them; a window sets them for a fixed time. If the next action
 * always follows after the same time, the action becomes a window of that length. If the time varies (every evening, but
 * three nights at the weekend), its sizes can become those that apply outside all windows.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
 */
export function scheduleRule(actions: readonly ScheduledAction[], now: number): AdoptedSchedule {
  const notes: Reason[] = [];
  const leftOut = (action: ScheduledAction, cause: Reason) =>
    notes.push(because['adopt-scheduled-action-left-out']({ action: action.name, cause }));
  const zones = new Set(actions.filter(({ recurrence }) => recurrence !== '').map(zoneOf));
  const recurring = actions.filter((action) => {
    if (action.recurrence === '') leftOut(action, because['adopt-happens-once']({}));
    else if (action.end !== null) leftOut(action, because['adopt-ends-on-date']({}));
    else if (zones.size > 1) leftOut(action, because['adopt-time-zones']({}));
    else return true;
    return false;
  });
  const lengths = lengthsOf(recurring, now);
  const varying = recurring.filter((action) => lengths.get(action)?.size !== 1);
  const [only] = varying;
  const base =
    varying.length === 1 && only !== undefined && recurring.length > 1 && only.desired === undefined ? only : null;
  const windows = recurring.flatMap((action): WindowDocument[] => {
    const [length] = lengths.get(action) ?? [];
    if (action === base) return [];
    if (length === undefined || varying.includes(action)) {
      leftOut(action, because['adopt-lasts-differently']({}));
      return [];
    }
    const { min, max, desired } = action;
    return [
      {
        cron: action.recurrence,
        lasts: length / 1000,
        timezone: zoneOf(action),
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
        ...(desired !== undefined && { desired }),
      },
    ];
  });
  if (base !== null && windows.length > 0) notes.push(because['adopt-base-from-action']({ action: base.name }));
  return { windows, base: windows.length > 0 ? base : null, notes };
}

const zoneOf = ({ timezone }: ScheduledAction): string => timezone || 'UTC';

/** For every action, the times (ms) from its runs to the next run of any action. */
function lengthsOf(actions: readonly ScheduledAction[], now: number): Map<ScheduledAction, Set<number>> {
  const until = now + HORIZON_DAYS * DAY_MS;
  const runs = actions
    .flatMap((action) => runsOf(action.recurrence, now, until).map((at) => ({ action, at })))
    .sort((a, b) => a.at - b.at);
  const lengths = new Map<ScheduledAction, Set<number>>(actions.map((action) => [action, new Set()]));
  runs.forEach(({ action, at }, index) => {
    const next = runs[index + 1];
    if (next !== undefined) lengths.get(action)?.add(next.at - at);
  });
  return lengths;
}

function runsOf(recurrence: string, from: number, until: number): number[] {
  const cron = new Cron(recurrence, { timezone: WALL_CLOCK, paused: true });
  const runs: number[] = [];
  for (let next = cron.nextRun(new Date(from)); next !== null && next.getTime() < until; next = cron.nextRun(next)) {
    runs.push(next.getTime());
    // An action may run every few minutes for four weeks: more runs would add no information.
    if (runs.length >= 1000) break;
  }
  return runs;
}
