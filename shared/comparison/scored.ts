import { setImmediate } from 'node:timers/promises';
import { grouped, MOST_WORKERS } from '../model/index.ts';
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

/** More workers than this are not counted in an error. */
const COUNTED = 1e12;

/**
 * Throws when the demand needs more workers than a group can have: nothing could be learned from its figures, and computing
 * the optimum would take too much time and memory. `peak`: workers that the highest demand needs.
 */
export function needsPossiblePeak(scenario: Scenario, peak: number): void {
  if (peak <= MOST_WORKERS) return;
  const workers = peak > COUNTED ? `more than ${grouped(COUNTED)}` : grouped(peak);
  const [field, value, remedy] = sizeOf(scenario);
  const why = `with ${field} ${value}, the highest demand needs ${workers} workers, and a replay can have at most ${grouped(MOST_WORKERS)}. ${remedy}.`;
  throw wrongDocument('The scenario', `${field}: ${why}`, field);
}

/** The field of a scenario that says how many workers the demand needs, its value, and what to write instead. */
function sizeOf(scenario: Scenario): readonly [field: string, value: number, remedy: string] {
  if (scenario.peakWorkers !== undefined) {
    const over = scenario.kind === 'queue' ? 'five minutes' : 'a minute';
    const remedy = `Set a lower peakWorkers: it is the peak of the mean over ${over}, and single steps need more`;
    return ['peakWorkers', scenario.peakWorkers, remedy];
  }
  if (scenario.kind === 'queue')
    return ['taskSeconds', scenario.taskSeconds, 'Check that taskSeconds says how long a task takes'];
  const remedy = 'Check that workerRate says what one worker serves in a second, in the unit of the demand';
  return ['workerRate', scenario.workerRate ?? 1, remedy];
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
