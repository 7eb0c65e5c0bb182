import { type Play, run } from '../engine/run.ts';
import type { Tick } from '../engine/tick.ts';
import { optimumHours } from '../optimum/optimum.ts';
import { capacityHours, type Score, Scorer } from '../score/score.ts';

export interface Outcome {
  readonly score: Score;
  /** Billed worker-hours with perfect foresight; of units of capacity, where workers have weights. */
  readonly optimumHours: number;
  /** Hours of the score by those of the optimum. */
  readonly costRatio: number;
}

/** Simulates to the end and returns the score. `sink` receives every step. */
export function simulate(play: Play, sink?: (tick: Tick) => void): Outcome {
  const score = scoreOf(play, sink);
  const best = optimumHours(play.demand, play.scenario, play.bounds.min);
  return { score, optimumHours: best, costRatio: best > 0 ? capacityHours(score) / best : 1 };
}

/** As {@link simulate}, without the optimum, which controllers on the same demand share. */
export function scoreOf(play: Play, sink?: (tick: Tick) => void): Score {
  const scorer = new Scorer(play.scenario, play.bounds.min);
  for (const tick of run(play)) {
    scorer.add(tick);
    sink?.(tick);
  }
  return scorer.score();
}
