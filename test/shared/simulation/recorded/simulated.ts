import type { Policy } from '../../../../shared/policy/index.ts';
import {
  type DemandSteps,
  type RecordedSeries,
  type RecordedWorkers,
  type Resize,
  replayOf,
  run,
  type Scenario,
  type Score,
  Scorer,
  type Tick,
  workersOfResizes,
} from '../../../../shared/simulation/index.ts';
import { type Measure, measureOf } from '../../../../shared/simulation/replay/measure.ts';
import { PeriodSeries } from '../../../../shared/simulation/replay/series.ts';
import type { Signal } from '../../../../shared/simulation/scenario/signals.ts';

/** A simulated group, recorded as CloudWatch and its activities would have. */
export interface Simulated {
  readonly score: Score;
  readonly ticks: readonly Tick[];
  readonly workers: RecordedWorkers;
  series(signal: Signal, statistic?: 'Sum' | 'Average', period?: number): RecordedSeries;
}

export function simulated(policy: Policy, scenario: Scenario, demand: DemandSteps): Simulated {
  const play = replayOf(policy, scenario, demand);
  if (!play.ok) throw new Error(JSON.stringify(play.faults));
  const scorer = new Scorer(scenario, play.value.bounds.min);
  const ticks: Tick[] = [];
  for (const tick of run(play.value)) {
    scorer.add(tick);
    ticks.push(tick);
  }
  return {
    score: scorer.score(),
    ticks,
    workers: workersOfResizes(resizesOf(ticks), scenario),
    series: (signal, statistic = 'Average', period = 60) => ({
      ...{ name: signal, signal, statistic, source: null },
      points: recordedBy(ticks, measureOf(signal, scenario), signal, scenario, { statistic, period }),
    }),
  };
}

export function recordedBy(
  ticks: readonly Tick[],
  measure: Measure,
  signal: Signal,
  scenario: Scenario,
  { statistic, period }: { readonly statistic: string; readonly period: number },
) {
  const source = { namespace: 'Test', name: signal, dimensions: {}, statistic, period };
  const series = new PeriodSeries(source, signal, scenario.tick, 0, Number.MAX_SAFE_INTEGER / 1000);
  for (const tick of ticks) series.note(tick, measure(tick));
  return series.at((ticks.at(-1)?.at ?? 0) + scenario.tick * 1000) ?? [];
}

/** As activities tell of them: what was there before, and what was done. */
const resizesOf = (ticks: readonly Tick[]): Resize[] =>
  ticks
    .filter(({ launched, retired, index }) => launched + retired > 0 || index === 0)
    .map(({ at, ready, booting, launched, retired }) => ({
      ...{ at, launched, retired, live: ready + booting - launched + retired },
      ...{ unhealthy: 0, canceledDrains: 0, endedAt: null },
    }));
