import { optimumHours, scoreOf } from '../../shared/simulation/index.ts';
import type { Entrant } from './entrants.ts';
import type { Recorded } from './recordings.ts';
import { demandOf, type Mode, scenarioOf } from './scenarios.ts';

/** Result of an entrant on a recording. */
export interface Result {
  readonly recording: string;
  readonly entrant: string;
  readonly isOurs: boolean;
  /** Billed worker-hours ÷ those of the optimum. */
  readonly costRatio: number;
  /** Share of the work that was lost, or of the tasks that started late. */
  readonly latePercent: number;
  readonly actionsPerDay: number;
  /** Processor time of the simulation. */
  readonly seconds: number;
}

/** Simulates the entrants on a recording, one after the other. */
export function playAll(recorded: Recorded, mode: Mode, entrants: readonly Entrant[]): Result[] {
  const scenario = scenarioOf(recorded, mode);
  const demand = demandOf(recorded, scenario);
  const best = optimumHours(demand, scenario, 1);
  return entrants.map((entrant) => {
    const before = process.cpuUsage();
    const score = scoreOf(entrant.play(scenario, demand));
    const { user, system } = process.cpuUsage(before);
    return {
      ...{ recording: recorded.name, entrant: entrant.name, isOurs: entrant.isOurs },
      costRatio: score.workerHours / best,
      latePercent: score.latePercent,
      actionsPerDay: score.actions / (score.hours / 24),
      seconds: (user + system) / 1e6,
    };
  });
}
