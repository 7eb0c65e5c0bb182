import type { Rule } from '../../policy/index.ts';
import { because } from '../../rules/common/reasons.ts';
import type { Situation } from '../situation.ts';
import { backlog } from './backlog.ts';
import { deadline } from './deadline.ts';
import { forecast } from './forecast.ts';
import { objective } from './objective.ts';
import { schedule } from './schedule.ts';
import { step } from './step.ts';
import { target } from './target.ts';
import { threshold } from './threshold.ts';
import { propose, type Vote } from './vote.ts';
import { workers } from './workers.ts';

export { type Bounds, boundsInForce } from './schedule.ts';
export type { Vote } from './vote.ts';

export interface Ballot {
  readonly rule: Rule;
  readonly vote: Vote;
  /** The rule had no data, whatever it voted instead. */
  readonly isBlind: boolean;
}

/** One rule's vote, or its fallback once its data has been away for more than `after` evaluations. */
export function ballotOf(rule: Rule, situation: Situation): Ballot {
  const vote = ownVote(rule, situation);
  const isBlind = vote.kind === 'no-data';
  if (!isBlind || !rule.fallback) return { rule, vote, isBlind };
  const { missing } = situation.observation.history;
  const evaluations = 1 + ((Object.hasOwn(missing, rule.name) ? missing[rule.name] : undefined) ?? 0);
  if (evaluations <= rule.fallback.after) return { rule, vote, isBlind };
  const { workers: capacity } = rule.fallback;
  const reason = because.fallback({ cause: vote.reason, evaluations, capacity });
  return { rule, vote: propose(capacity, reason), isBlind };
}

function ownVote(rule: Rule, situation: Situation): Vote {
  switch (rule.kind) {
    case 'target':
      return target(rule, situation);
    case 'step':
      return step(rule, situation);
    case 'threshold':
      return threshold(rule, situation);
    case 'backlog':
      return backlog(rule, situation);
    case 'workers':
      return workers(rule, situation);
    case 'schedule':
      return schedule(rule, situation);
    case 'deadline':
      return deadline(rule, situation);
    case 'objective':
      return objective(rule, situation);
    case 'forecast':
      return forecast(rule, situation);
  }
}
