import { table } from '../../shared/presentation/index.ts';
import type { Benchmark, Findings } from '../benchmark.ts';
import { type Entrant, entrantsFor } from './entrants.ts';
import { playAll, type Result } from './play.ts';
import { generated, type Recorded, recordingsIn } from './recordings.ts';
import { MODES, type Mode } from './scenarios.ts';

/** Percent that one setting for all may lose, or start late, on any recording. */
const MOST_LATE = { interactive: 1, queue: 0.1 } as const;

/** One entrant over all recordings, with one setting. */
interface Standing {
  readonly entrant: string;
  readonly isOurs: boolean;
  readonly costRatio: number;
  readonly worstPercent: number;
  readonly actionsPerDay: number;
  readonly keeps: boolean;
}

export const quality: Benchmark = {
  name: 'quality',
  about: 'cost, loss and actions of every algorithm beside the optimum, on [folder] of recordings or generated ones',
  async measure(tell, { folder, oursOnly = false } = {}) {
    const recordings = folder === undefined ? generated() : recordingsIn(folder);
    const modes = MODES.filter(({ kind }) => recordings.some((each) => each.kind === kind));
    const measured = modes.map((mode) => {
      const entrants = entrantsFor(mode).filter(({ isOurs }) => isOurs || !oursOnly);
      const results = recordings
        .filter(({ kind }) => kind === mode.kind)
        .flatMap((each) => played(each, mode, entrants, tell));
      return { mode: mode.name, kind: mode.kind, standings: standingsOf(results, mode.kind), results };
    });
    return findings(measured);
  },
};

function played(each: Recorded, mode: Mode, entrants: readonly Entrant[], tell: (progress: string) => void): Result[] {
  tell(`${mode.name}: ${each.name} …`);
  return playAll(each, mode, entrants);
}

function standingsOf(results: readonly Result[], kind: Mode['kind']): Standing[] {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const geometricMean = (values: readonly number[]) => Math.exp(mean(values.map(Math.log)));
  return [...Map.groupBy(results, ({ entrant }) => entrant).values()].map((own) => {
    const worst = Math.max(...own.map(({ latePercent }) => latePercent));
    const { entrant = '', isOurs = false } = own[0] ?? {};
    return {
      ...{ entrant, isOurs },
      costRatio: geometricMean(own.map(({ costRatio }) => costRatio)),
      worstPercent: worst,
      actionsPerDay: mean(own.map(({ actionsPerDay }) => actionsPerDay)),
      keeps: worst <= MOST_LATE[kind],
    };
  });
}

interface Measured {
  readonly mode: string;
  readonly kind: Mode['kind'];
  readonly standings: readonly Standing[];
  readonly results: readonly Result[];
}

const findings = (measured: readonly Measured[]): Findings => ({
  figures: { modes: measured },
  text: measured.map(textOf).join('\n\n'),
  broken: [],
});

function textOf({ mode, kind, standings, results }: Measured): string {
  const byCost = standings.toSorted((one, other) => one.costRatio - other.costRatio);
  const inTime = byCost.filter(({ keeps }) => keeps);
  const late = kind === 'queue' ? 'WORST LATE' : 'WORST LOST';
  const rows = [...inTime, ...byCost.filter(({ keeps }) => !keeps)].map((each) => [
    each.isOurs ? `> ${each.entrant}` : `  ${each.entrant}`,
    each.costRatio.toFixed(3),
    `${each.worstPercent.toFixed(3)} %${each.keeps ? '' : ' !'}`,
    Math.round(each.actionsPerDay),
  ]);
  const own = results.filter(({ isOurs }) => isOurs);
  return [
    mode,
    table(
      ['ONE SETTING FOR ALL', '× OPTIMUM', late, 'ACTIONS A DAY'],
      [...rows, ['  optimum, demand known in advance', '1.000', '0 %', '']],
    ),
    '',
    table(
      ['OURS, BY RECORDING', '× OPTIMUM', late.replace('WORST ', ''), 'ACTIONS A DAY', 'CPU s'],
      own.map((each) => [
        `${each.recording}`,
        each.costRatio.toFixed(3),
        `${each.latePercent.toFixed(3)} %`,
        Math.round(each.actionsPerDay),
        each.seconds.toFixed(1),
      ]),
    ),
    `! more than ${MOST_LATE[kind]} % on some recording. Geometric mean of the recordings' ratios.`,
  ].join('\n');
}
