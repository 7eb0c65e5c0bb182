import type { Activity } from '../../../shared/evaluation/index.ts';
import { type Addition, isAddition, type Plan } from '../../../shared/providers/sized/index.ts';
import { type Evidence, isAlive, type SizedEvidence, terminatedBy, workersOf } from './evidence.ts';

/** An invariant of workers that an Auto Scaling group or an ECS service launches and replaces. They have no tag with their activity. */
type Holds = (evidence: Evidence, group: SizedEvidence) => string[];

/** Terminated workers are gone. Workers that are gone were terminated by an activity or a person, or when a person lowered the capacity. */
const endsAccountedFor: Holds = (evidence, { byHand: { lowered } }) => {
  const { activities, byHand } = evidence;
  const terminated = new Set(activities.flatMap(terminatedBy));
  const workers = workersOf(evidence);
  const unnamed = workers.filter(({ id, endedAt }) => endedAt !== null && !terminated.has(id) && !byHand.ended.has(id));
  return [
    ...workers
      .filter((worker) => isAlive(worker) && terminated.has(worker.id))
      .map(({ id }) => `${id} lives, and an activity says it ended it`),
    ...(unnamed.length > lowered
      ? [`${unnamed.map(({ id }) => id).join(', ')} are gone; no activity ended them, and a person removed ${lowered}`]
      : []),
  ];
};

/** The group launches only what activities and people requested, and replacements of what it lost. */
const launchesAccountedFor: Holds = (evidence, { byHand: { raised, lowered } }) => {
  const { activities, byHand } = evidence;
  const workers = workersOf(evidence);
  const launched = workers.filter(({ id }) => !byHand.launched.has(id)).length;
  const terminated = new Set(activities.flatMap(terminatedBy));
  const ended = workers.filter(({ endedAt }) => endedAt !== null);
  const unnamed = ended.filter(({ id }) => !terminated.has(id) && !byHand.ended.has(id)).length;
  // A capacity that a person lowers may take a worker that drains, which the activity then finds gone. If a launch had been
  // decided before, and is tried again, it sets its capacity once more: it replaces that worker, too.
  const named = ended.filter(({ id }) => terminated.has(id) && !byHand.ended.has(id)).length;
  const lost =
    unnamed + ended.filter(({ id }) => byHand.ended.has(id)).length + Math.min(named, Math.max(0, lowered - unnamed));
  const asked = activities.reduce((sum, { intent }) => sum + (intent.kind === 'launch' ? intent.count : 0), 0);
  const most = asked + lost + raised;
  return launched > most ? [`${launched} workers were launched, where ${most} were asked for or lost`] : [];
};

/** Every capacity that was set is one that an activity had recorded, or less because of the group's own maximum. */
const capacitiesWrittenDown: Holds = ({ activities, requests }, { name }) => {
  const plans = activities.flatMap(additionOf);
  return requests
    .filter((each) => each.get('Action') === 'SetDesiredCapacity' && each.get('AutoScalingGroupName') === name)
    .map((each) => Number(each.get('DesiredCapacity')))
    .filter((set) => !plans.some(({ from, target }) => from < set && set <= target))
    .map((set) => `the desired capacity was set to ${set}, which no activity wrote down`);
};

/** A requested capacity is what was decided, and the draining workers. */
const asDecided: Holds = ({ activities }) =>
  activities.flatMap((activity) => {
    const { id, decision, seen } = activity;
    const most = decision.desired + seen.workers.draining;
    return additionOf(activity)
      .filter(({ target }) => target > most)
      .map(({ target }) => `activity ${id} asked for ${target}, where ${most} were decided or drain`);
  });

/** The desired capacity of the group is what the evaluations decided. */
const groupConverged: Holds = ({ needed }, { name, desired }) =>
  needed === undefined || desired === needed ? [] : [`needs ${needed} workers, and ${name} wants ${desired}`];

export const SIZED = [
  ...[endsAccountedFor, launchesAccountedFor, capacitiesWrittenDown, asDecided, groupConverged],
].map((holds) => (evidence: Evidence) => (evidence.sized ? holds(evidence, evidence.sized) : []));

function additionOf({ intent }: Activity): Addition[] {
  const plan = (intent.plan ?? null) as Plan | null;
  return plan !== null && isAddition(plan) ? [plan] : [];
}
