import { rounded } from '../../comparison/index.ts';
import { isoText } from '../../presentation/index.ts';
import { HOUR_MS } from '../../prices/index.ts';
import type { Candidate } from '../policies.ts';
import { type Backtest, extentOf } from '../result.ts';
import { shortcomings } from './text.ts';

/** The output of `backtest --json`. */
export function backtestJson({ group, candidates, demand, taken, recorded, rows, notes, scenario }: Backtest): object {
  const { start, end } = extentOf(demand);
  const documentOf = (name: Candidate['name']) => candidates.find((each) => each.name === name)?.document ?? null;
  return {
    group,
    days: rounded((end - start) / (24 * HOUR_MS)),
    start: isoText(start),
    end: isoText(end),
    demand: {
      from: demand.derivation,
      metrics: demand.metrics,
      periodSeconds: demand.period,
      missingPercent: rounded(demand.missing.percent),
      missingHours: rounded(demand.missing.hours),
      saturatedPercent: rounded(demand.saturated.percent),
      saturatedHours: rounded(demand.saturated.hours),
    },
    world: scenario,
    taken: Object.fromEntries(taken.map(({ name, from }) => [name, from])),
    recorded,
    policies: { today: documentOf('today'), new: documentOf('new') },
    algorithms: rows,
    notes: [...shortcomings(demand), ...notes],
  };
}
