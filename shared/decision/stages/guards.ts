import { openUntil } from '../../policy/index.ts';
import { truncWorkers } from '../arithmetic.ts';
import { because } from '../reasons.ts';
import type { Situation } from '../situation.ts';
import { held, type Stage } from './stage.ts';

/** The size up to which growing is repair, which no guard holds back: the floor, or the minimum in force. */
function repairLevel({ policy, bounds: { min, max } }: Situation): number {
  return Math.min(max, Math.max(min, policy.guards.floor));
}

/** In a maintenance window nothing changes but the repair of a group below its floor. */
export const maintenance: Stage = (course, situation) => {
  const { policy, observation, current } = situation;
  if (course.capacity === current) return course;
  const until = policy.guards.maintenance
    .map((window) => openUntil(window, observation.now))
    .find((closes) => closes !== undefined);
  if (until === undefined) return course;
  const kept =
    course.capacity > current ? Math.min(course.capacity, Math.max(current, repairLevel(situation))) : current;
  if (kept === course.capacity) return course;
  const reason = because['maintenance-window']({ until: new Date(until).toISOString() });
  return held(course, 'guard:maintenance', kept, reason, 'maintenance');
};

const HOURS_PER_MONTH = 730;

/** Growth stops at the budget. New workers are priced at the mean of those that are there. */
export const budget: Stage = (course, situation) => {
  const { policy, fleet, current } = situation;
  const { budget: written } = policy.guards;
  if (!written || course.capacity <= current) return course;
  const hourly = Math.min(written.hourlyUsd ?? Infinity, (written.monthlyUsd ?? Infinity) / HOURS_PER_MONTH);
  const prices = fleet.workers.flatMap(({ state, hourlyUsd }) => (state === 'draining' || !hourlyUsd ? [] : hourlyUsd));
  if (prices.length === 0) {
    const entry = { stage: 'guard:budget', proposed: course.capacity, reason: because['budget-unchecked']({}) };
    return { ...course, trace: [...course.trace, entry] };
  }
  const price = prices.reduce((sum, each) => sum + each, 0) / prices.length;
  const affordable = Math.max(0, truncWorkers(hourly / price));
  const kept = Math.min(course.capacity, Math.max(affordable, current, repairLevel(situation)));
  if (kept === course.capacity) return course;
  const reason = because['budget-limit']({ hourlyUsd: hourly, workers: affordable, price });
  return held(course, 'guard:budget', kept, reason, 'budget');
};

/** Never shrinks below the floor; lifts a group that is below it. */
export const floor: Stage = (course, { policy, bounds, current }) => {
  const level = Math.min(policy.guards.floor, bounds.max);
  if (course.capacity >= level) return course;
  return held(
    course,
    'guard:floor',
    level,
    because['guard-floor']({ floor: level }),
    course.capacity >= current ? null : 'floor',
  );
};

/** Only as many workers go as are neither protected nor busy. */
export const protection: Stage = (course, { fleet, current }) => {
  if (course.capacity >= current || !fleet.isListed) return course;
  const kept = fleet.workers.filter(
    (worker) => worker.state !== 'draining' && (worker.protected || worker.busy === true),
  ).length;
  if (course.capacity >= kept) return course;
  const reason = because['protected-workers']({ workers: kept });
  return held(course, 'guard:protected', Math.min(current, kept), reason, 'protected');
};

/** The operator's word stands above everything else. */
export const paused: Stage = (course, { policy, current }) => {
  const direction = course.capacity > current ? 'out' : 'in';
  if (course.capacity === current || !(policy.paused === true || policy.paused === direction)) return course;
  const reason = because['group-paused']({ direction: policy.paused === true ? null : direction });
  return held(course, 'paused', current, reason, 'paused');
};
