import { equalLossPercentOf } from '../../shared/comparison/index.ts';
import { type Optimum, optimumOf, type Score, scoreOf } from '../../shared/simulation/index.ts';
import type { Entrant } from './entrants.ts';
import type { Recorded } from './recordings.ts';
import { demandOf, type Mode, scenarioOf } from './scenarios.ts';

/** Result of an entrant on a recording. */
export interface Result {
  readonly recording: string;
  /** Length of the recording in hours. */
  readonly hours: number;
  readonly entrant: string;
  readonly isOurs: boolean;
  /** Billed worker-hours ÷ those of the optimum. */
  readonly costRatio: number;
  /** The same with an optimum that may lose as much. Null for a queue and for other autoscalers. */
  readonly equalLossRatio: number | null;
  /** Share of the work that was lost, or of the tasks that started late. */
  readonly latePercent: number;
  readonly actionsPerDay: number;
  /** Processor time of the simulation. */
  readonly seconds: number;
}

/** Simulates an entrant on a recording. */
export function play(recorded: Recorded, mode: Mode, entrant: Entrant): Result {
  const scenario = scenarioOf(recorded, mode);
  const demand = demandOf(recorded, scenario);
  const best = optimumOf(demand, scenario, 1);
  const before = process.cpuUsage();
  const score = scoreOf(entrant.play(scenario, demand));
  const { user, system } = process.cpuUsage(before);
  return {
    recording: recorded.name,
    hours: recorded.length / 3600,
    entrant: entrant.name,
    isOurs: entrant.isOurs,
    costRatio: score.workerHours / best.hours,
    equalLossRatio: equalLossRatioOf(score, entrant, best),
    latePercent: score.latePercent,
    actionsPerDay: score.actions / (score.hours / 24),
    seconds: (user + system) / 1e6,
  };
}

function equalLossRatioOf(score: Score, { isOurs, lost }: Entrant, best: Optimum): number | null {
  if (!isOurs) return null;
  const hours = best.losing(equalLossPercentOf(score, 100 * lost));
  return hours === null ? null : score.workerHours / hours;
}
