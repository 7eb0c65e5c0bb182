import type { Reason } from '../model/index.ts';
import type { Rule } from '../policy/index.ts';
import type { TraceEntry } from './decision.ts';
import { because } from './reasons.ts';
import { type Ballot, ballotOf, type Vote } from './rules/index.ts';
import type { Situation } from './situation.ts';
import type { Course } from './stages/index.ts';

export interface Combined {
  readonly course: Course;
  /** What the rules asked for; null when none proposed. */
  readonly proposal: number | null;
  /** The reason of the rule whose proposal was used, or why there is none. */
  readonly reason: Reason;
  /** Rules that asked for a change in the direction of the proposal. */
  readonly fired: readonly string[];
  /** Rules that had no data. */
  readonly blind: readonly string[];
  /** Workers that the carrying rule named for removal. */
  readonly named: readonly string[];
}

/** The largest proposal wins; while one rule has no data the group may grow but not shrink. */
export function combine(situation: Situation): Combined {
  const { current, policy } = situation;
  const ballots = policy.rules.map((rule) => ballotOf(rule, situation));
  const trace: TraceEntry[] = [];
  const blind: string[] = [];
  let winner: Ballot | undefined;
  let voters = 0;
  for (const ballot of ballots) {
    const { rule, vote, isBlind } = ballot;
    trace.push(entry(rule, vote));
    if (isBlind) blind.push(rule.name);
    if (vote.kind === 'propose') voters += 1;
    if (capacityOf(ballot) > capacityOf(winner)) winner = ballot;
  }

  if (winner?.vote.kind !== 'propose') return undecided(situation, trace, blind);
  const { capacity: proposal, reason, retire: named = [] } = winner.vote;
  const fired = firedBy(ballots, proposal, current);
  const rule = winner.rule.name;
  const used = voters === 1 ? because['one-proposal']({ rule }) : because['largest-proposal']({ rule, rules: voters });
  trace.push({ stage: 'combine', proposed: proposal, reason: used });
  // A fallback is no sight: what it proposes may grow the group, but not shrink it.
  if (proposal < current && blind.length > 0) {
    const blocked = because['scale-in-without-data']({ rules: blind, proposal });
    trace.push({ stage: 'missing-data', proposed: current, reason: blocked });
    const course: Course = { capacity: current, blockedBy: 'missing-data', reason: blocked, trace };
    return { course, proposal, reason, fired, blind, named };
  }
  const waiting = waitingOf(ballots, proposal);
  const course: Course = { capacity: proposal, blockedBy: waiting ? 'cooldown' : null, reason: waiting, trace };
  return { course, proposal, reason, fired, blind, named };
}

/** Why the rules would have proposed something else but for a rule's own cooldown; null when they would not. */
function waitingOf(ballots: readonly Ballot[], proposal: number): Reason | null {
  const waiting = ballots.find(({ vote }) => vote.kind === 'propose' && vote.waitsFor !== undefined);
  if (!waiting) return null;
  const wishes = ballots.flatMap(({ vote }) => (vote.kind === 'propose' ? (vote.waitsFor ?? vote.capacity) : []));
  return Math.max(...wishes) === proposal ? null : waiting.vote.reason;
}

function undecided({ current, policy }: Situation, trace: TraceEntry[], blind: readonly string[]): Combined {
  const reason =
    blind.length > 0
      ? because['no-rule-has-data']({ rules: blind })
      : policy.rules.length === 0
        ? because['no-rules']({})
        : because['no-proposal']({});
  trace.push({ stage: 'combine', proposed: current, reason });
  const course: Course = {
    capacity: current,
    blockedBy: blind.length > 0 ? 'missing-data' : null,
    reason: null,
    trace,
  };
  return { course, proposal: null, reason, fired: [], blind, named: [] };
}

const capacityOf = (ballot: Ballot | undefined): number =>
  ballot?.vote.kind === 'propose' ? ballot.vote.capacity : -1;

const entry = (rule: Rule, vote: Vote): TraceEntry => ({
  stage: `rule:${rule.name}`,
  proposed: vote.kind === 'propose' ? vote.capacity : null,
  reason: vote.reason,
});

function firedBy(ballots: readonly Ballot[], proposal: number, current: number): string[] {
  const direction = Math.sign(proposal - current);
  if (direction === 0) return [];
  return ballots
    .filter(({ vote }) => vote.kind === 'propose' && Math.sign(vote.capacity - current) === direction)
    .map(({ rule }) => rule.name);
}
