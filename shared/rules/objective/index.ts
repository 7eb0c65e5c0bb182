import { MOST_UNLEARNED_SECONDS } from '../common/unlearned.ts';
import type { RuleModule } from '../rule-module.ts';
import type { Learned } from './learned.ts';
import { learner } from './learner.ts';
import { recommend } from './recommend.ts';
import type { ObjectiveRule } from './schema.ts';
import { summaryOf } from './strategies/strategy-reason.ts';
import { isUsable } from './strategies/usable.ts';
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
    learner,
    isUsable,
    seen: ({ winner }) => winner.seen,
    summary: ({ winner }) => summaryOf(winner),
  },
  work: ({ metric, perWorker, lost }) => ({ capacity: { metric, value: perWorker }, lost }),
} as const satisfies RuleModule<ObjectiveRule, Learned>;
