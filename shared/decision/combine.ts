import type { Rule } from '../policy/index.ts';
import type { TraceEntry } from './decision.ts';
import { type Ballot, ballotOf, type Vote } from './rules/index.ts';
import type { Situation } from './situation.ts';
import type { Course } from './stages/index.ts';

export interface Combined {
  readonly course: Course;
  /** What the rules asked for; null when none proposed. */
  readonly proposal: number | null;
  /** Why: the sentence of the rule that carried the number. */
  readonly because: string;
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
  const trace = ballots.map(({ rule, vote }) => entry(rule, vote));
  const winner = ballots.reduce<Ballot | undefined>(
    (best, each) => (capacityOf(each) > capacityOf(best) ? each : best),
    undefined,
  );
  const unseen = ballots.filter(({ vote }) => vote.kind === 'no-data').map(({ rule }) => rule.name);
  const blind = ballots.filter(({ isBlind }) => isBlind).map(({ rule }) => rule.name);

  if (winner?.vote.kind !== 'propose') return { ...undecided(situation, trace, unseen), fired: [], blind, named: [] };
  const { capacity: proposal, because, retire = [] } = winner.vote;
  const rest = { proposal, because, fired: firedBy(ballots, proposal, current), blind, named: retire };
  const voters = ballots.filter(({ vote }) => vote.kind === 'propose').length;
  const carried =
    voters === 1 ? `${winner.rule.name} alone proposes` : `${winner.rule.name} proposes the most of ${voters} rules`;
  const combined = { stage: 'combine', proposed: proposal, because: carried };
  if (proposal < current && unseen.length > 0) {
    const why = `${unseen.join(', ')} cannot see: the group is not shrunk to ${proposal} meanwhile`;
    const entries = [...trace, combined, { stage: 'missing-data', proposed: current, because: why }];
    return { ...rest, course: { capacity: current, blockedBy: 'missing-data', because: why, trace: entries } };
  }
  const waiting = waitingOf(ballots, proposal);
  const held = waiting ? ({ blockedBy: 'cooldown', because: waiting } as const) : { blockedBy: null, because: null };
  return { ...rest, course: { capacity: proposal, ...held, trace: [...trace, combined] } };
}

/** Why the rules would have proposed something else but for a rule's own cooldown; undefined when they would not. */
function waitingOf(ballots: readonly Ballot[], proposal: number): string | undefined {
  const wishes = ballots.flatMap(({ vote }) => (vote.kind === 'propose' ? (vote.waitsFor ?? vote.capacity) : []));
  if (Math.max(...wishes) === proposal) return undefined;
  return ballots.map(({ vote }) => vote).find((vote) => vote.kind === 'propose' && vote.waitsFor !== undefined)
    ?.because;
}

function undecided({ current, policy }: Situation, trace: readonly TraceEntry[], blind: readonly string[]) {
  const because =
    blind.length > 0
      ? `no rule has data: ${blind.join(', ')}`
      : policy.rules.length === 0
        ? 'the policy has no rules'
        : 'no rule has an opinion';
  const entries = [...trace, { stage: 'combine', proposed: current, because }];
  const blockedBy = blind.length > 0 ? ('missing-data' as const) : null;
  return { proposal: null, because, course: { capacity: current, blockedBy, because: null, trace: entries } };
}

const capacityOf = (ballot: Ballot | undefined): number =>
  ballot?.vote.kind === 'propose' ? ballot.vote.capacity : -1;

const entry = (rule: Rule, vote: Vote): TraceEntry => ({
  stage: `rule:${rule.name}`,
  proposed: vote.kind === 'propose' ? vote.capacity : null,
  because: vote.because,
});

function firedBy(ballots: readonly Ballot[], proposal: number, current: number): string[] {
  const direction = Math.sign(proposal - current);
  if (direction === 0) return [];
  return ballots
    .filter(({ vote }) => vote.kind === 'propose' && Math.sign(vote.capacity - current) === direction)
    .map(({ rule }) => rule.name);
}
