import { MOST_UNLEARNED_SECONDS } from '../common/unlearned.ts';
import type { RuleModule } from '../rule-module.ts';
import type { Learned } from './learned.ts';
import { recommend } from './recommend.ts';
import type { ObjectiveRule } from './schema.ts';
import { summaryOf } from './strategy-reason.ts';
import { Tournament } from './tournament.ts';
import { mostLookBack } from './wanted.ts';

/** Runs many strategies in shadow on the demand. The cheapest one that would have met the objective becomes active. */
export const objective = {
  kind: 'objective',
  pace: 'weighs-time',
  metrics: ({ metric }) => ({ group: [metric], perWorker: [] }),
  recommend,
  past: ({ metric }, boot, drain) => ({
    metrics: [metric],
    seconds: mostLookBack(drain) + boot + MOST_UNLEARNED_SECONDS,
  }),
  looksAtBoots: 'duration',
  learning: {
    usesPool: true,
    // One daily season, another one to compare it with, and some hours before the first hour that is compared.
    seconds: 2 * 86_400 + 10_800,
    metric: ({ metric }) => metric,
    perWorker: ({ perWorker }) => perWorker,
    figures: ({ perWorker, lost }) => [perWorker, lost],
    learner: ({ lost }, timing, before) => {
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
    },
    seen: ({ winner }) => winner.seen,
    summary: ({ winner }) => summaryOf(winner),
  },
  work: ({ metric, perWorker, lost }) => ({ capacity: { metric, value: perWorker }, lost }),
} as const satisfies RuleModule<ObjectiveRule, Learned>;
