import type { RuleLearning } from '../rule-module.ts';
import type { Learned } from './learned.ts';
import type { ObjectiveRule } from './schema.ts';
import { Tournament } from './tournament/tournament.ts';

/**
 * Plays a tournament on the demand. A function loads this module at its first call, and not at a cold start: most evaluations
 * find what was learned before. See infra/bundling/deferred.ts.
 */
export const learner: RuleLearning<ObjectiveRule, Learned>['learner'] = ({ lost }, timing, before) => {
  const tournament = new Tournament({ timing, lost, current: before?.winner.candidate });
  let last = before && before.timing.step === timing.step ? { winner: before.winner, at: before.at } : null;
  return {
    add: (demand) => tournament.add(demand),
    found: (at) => {
      const since = last === null ? 0 : Math.round((at - last.at) / 1000 / timing.step);
      const winner = tournament.winner(last && { winner: last.winner, since });
      last = winner && { winner, at };
      // With little and very uneven demand, the estimate of lost demand can exceed the demand.
      return winner && { winner: { ...winner, shareLost: Math.min(1, winner.shareLost) } };
    },
  };
};
