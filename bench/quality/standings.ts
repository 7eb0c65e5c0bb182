import { groupedBy } from '../../shared/model/index.ts';
import type { Result } from './play.ts';
import type { Mode } from './scenarios.ts';

/** Maximum percentage of lost or late work that a setting may have on any recording. */
export const MAX_LATE = { interactive: 1, queue: 0.1 } as const;

/** Summary of an entrant over the recordings. */
export interface Standing {
  readonly entrant: string;
  readonly isOurs: boolean;
  readonly costRatio: number;
  readonly equalLossRatio: number | null;
  readonly worstPercent: number;
  readonly actionsPerDay: number;
  readonly keeps: boolean;
}

export interface Measured {
  readonly mode: Mode;
  readonly standings: readonly Standing[];
  readonly results: readonly Result[];
}

export function measuredOf(mode: Mode, results: readonly Result[]): Measured {
  const standings = [...groupedBy(results, ({ entrant }) => entrant).values()].map((own): Standing => {
    const worst = Math.max(...own.map(({ latePercent }) => latePercent));
    const { entrant = '', isOurs = false } = own[0] ?? {};
    const atEqualLoss = own.map(({ equalLossRatio }) => equalLossRatio).filter((ratio) => ratio !== null);
    return {
      entrant,
      isOurs,
      costRatio: geometricMean(own.map(({ costRatio }) => costRatio)),
      equalLossRatio: atEqualLoss.length === own.length ? geometricMean(atEqualLoss) : null,
      worstPercent: worst,
      actionsPerDay: mean(own.map(({ actionsPerDay }) => actionsPerDay)),
      keeps: worst <= MAX_LATE[mode.kind],
    };
  });
  return { mode, standings, results };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const geometricMean = (values: readonly number[]): number => Math.exp(mean(values.map(Math.log)));
