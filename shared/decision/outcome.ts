import { define, type Reason, type Render, workersText } from '../model/index.ts';

/** What every decision's reason carries: the numbers, what the rules asked for and why, and what changed that. */
type Outcome = {
  current: number;
  desired: number;
  /** What the rules together asked for; null when none proposed. */
  proposal: number | null;
  /** The reason of the rule whose proposal was used, or why there is none. */
  rules: Reason;
  /** Why the last stage changed the number; null when it is what the rules asked for. */
  constraint: Reason | null;
  /** What changed the number before that, in the opposite direction, and a size set by hand; left out if there is neither. */
  earlier?: readonly Reason[];
  /** What else a person must know, such as launches that wait for a quota. */
  also: readonly Reason[];
  /** Where workers have weights: how many there are, and what they hold of the capacity. */
  workers?: number;
  units?: number;
};

function text(outcome: Outcome, inWorkers: Render): string {
  const { proposal, rules, constraint, earlier = [], also, workers } = outcome;
  const sentence = workers === undefined ? inWorkers : inWorkers.inUnits;
  const effect = effectText(outcome);
  const asked = proposal === null ? sentence(rules) : `Rules asked for ${proposal} (${sentence.brief(rules)})`;
  // If a rule waits for its own cooldown, its reason is also the constraint: say it once.
  const isBoth = constraint !== null && constraint.code === rules.code && sentence(constraint) === sentence(rules);
  const changes = [...earlier, ...(constraint ? [constraint] : [])];
  const facts = isBoth ? [sentence(constraint)] : [asked, ...changes.map((each) => sentence.brief(each))];
  return [effect, ...facts, ...also.map((each) => sentence(each))].join('. ');
}

function effectText({ current, desired, workers, units }: Outcome): string {
  const direction = desired === current ? null : desired > current ? 'out' : 'in';
  if (workers === undefined)
    return direction === null ? `Hold at ${current}` : `Scale ${direction} ${current} → ${desired}`;
  const held = units === undefined || units === current ? '' : ` with capacity ${units}`;
  const size = `capacity ${current} (${workersText(workers)}${held})`;
  return direction === null ? `Hold at ${size}` : `Scale ${direction} from ${size} to ${desired}`;
}

const outcome = (meaning: string) => define<Outcome>(meaning, text);

/** The code of a decision: what changed the outcome, by the names of `blockedBy`, else its direction. */
export const outcomes = {
  'scale-out': outcome('The group grows.'),
  'scale-in': outcome('The group shrinks.'),
  hold: outcome('The group keeps its size.'),
  paused: outcome('The group is paused, by its policy or by hand.'),
  'missing-data': outcome('A rule has no data, so the group does not scale in.'),
  cooldown: outcome('A cooldown has not ended: of the direction, or of the rule.'),
  stabilization: outcome('The stabilization window contains other proposals.'),
  limit: outcome('A limit bounds how much a period may change.'),
  'at-max': outcome('The maximum in force, or the size set by hand, is reached.'),
  'at-min': outcome('The minimum in force, or the size set by hand, is reached.'),
  maintenance: outcome('A maintenance window is open.'),
  budget: outcome('The budget pays for no more workers.'),
  floor: outcome('The floor is reached.'),
  'waits-for-tier': outcome('Other groups of the cluster run on the workers, or scale in during this pass.'),
  protected: outcome('Workers are protected or busy.'),
  'capacity-unavailable': outcome('The provider cannot launch or terminate now.'),
};
export type OutcomeCode = keyof typeof outcomes;
export type BlockedBy = Exclude<OutcomeCode, 'scale-out' | 'scale-in' | 'hold'>;
