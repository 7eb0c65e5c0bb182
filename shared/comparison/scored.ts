import { setImmediate } from 'node:timers/promises';
import { wrongDocument } from '../presentation/index.ts';
import { type Play, run, type Scenario, type Score, Scorer } from '../simulation/index.ts';
import type { Sink } from './sink.ts';

/** Steps after which the event loop may run, so that signals are handled. */
const BREATH = 1024;

const DAY_SECONDS = 86_400;

/** Throws when the burn-in leaves no time to score, because the figures would look perfect. */
export function needsScoredTime({ burnIn }: Scenario, seconds: number): void {
  if (burnIn < seconds) return;
  const days = (seconds / DAY_SECONDS).toFixed(1);
  const why = `burnIn covers all ${days} days of the replay, so nothing would be scored. Use a shorter one.`;
  throw wrongDocument('The scenario', why, 'burnIn');
}

/** Runs a simulation to its end and scores it. `sink` receives each step. */
export async function scored(play: Play, sink: Sink): Promise<Score> {
  const scorer = new Scorer(play.scenario, play.bounds.min);
  for (const tick of run(play)) {
    scorer.add(tick);
    sink.step(tick);
    if (tick.index % BREATH === 0) await setImmediate();
  }
  return scorer.score();
}
