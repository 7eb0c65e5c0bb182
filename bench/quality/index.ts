import { table } from '../../shared/presentation/index.ts';
import type { Benchmark, Findings } from '../benchmark.ts';
import { type Entrant, entrantsFor } from './entrants.ts';
import { playAll, type Result } from './play.ts';
import { generated, type Recorded, recordingsIn } from './recordings.ts';
import { MODES, type Mode } from './scenarios.ts';

/** Maximum percentage of lost or late work that a setting may have on any recording. */
const MAX_LATE = { interactive: 1, queue: 0.1 } as const;

/** Summary of an entrant over the recordings. */
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
  about:
    'cost, loss and actions of every algorithm relative to the optimum, on the recordings in [folder] or generated ones',
  async measure(report, { folder, oursOnly = false } = {}) {
    const recordings = folder === undefined ? generated() : recordingsIn(folder);
    const modes = MODES.filter(({ kind }) => recordings.some((recording) => recording.kind === kind));
    const measured = modes.map((mode) => {
      const entrants = entrantsFor(mode).filter(({ isOurs }) => isOurs || !oursOnly);
      const results = recordings
        .filter(({ kind }) => kind === mode.kind)
        .flatMap((recording) => played(recording, mode, entrants, report));
      return { mode: mode.name, kind: mode.kind, standings: standingsOf(results, mode.kind), results };
    });
    return findings(measured);
  },
};

function played(
  recording: Recorded,
  mode: Mode,
  entrants: readonly Entrant[],
  report: (progress: string) => void,
): Result[] {
  report(`${mode.name}: ${recording.name} …`);
  return playAll(recording, mode, entrants);
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
      keeps: worst <= MAX_LATE[kind],
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
  const byCost = standings.toSorted((first, second) => first.costRatio - second.costRatio);
  const inTime = byCost.filter(({ keeps }) => keeps);
  const late = kind === 'queue' ? 'WORST LATE' : 'WORST LOST';
  const rows = [...inTime, ...byCost.filter(({ keeps }) => !keeps)].map((standing) => [
    standing.isOurs ? `> ${standing.entrant}` : `  ${standing.entrant}`,
    standing.costRatio.toFixed(3),
    `${standing.worstPercent.toFixed(3)} %${standing.keeps ? '' : ' !'}`,
    Math.round(standing.actionsPerDay),
  ]);
  const own = results.filter(({ isOurs }) => isOurs);
  return [
    mode,
    table(
      ['SAME SETTING ON EVERY RECORDING', '× OPTIMUM', late, 'ACTIONS PER DAY'],
      [...rows, ['  optimum, perfect foresight', '1.000', '0 %', '']],
    ),
    '',
    table(
      ['HEADCOUNT BY RECORDING', '× OPTIMUM', late.replace('WORST ', ''), 'ACTIONS PER DAY', 'CPU s'],
      own.map((result) => [
        result.recording,
        result.costRatio.toFixed(3),
        `${result.latePercent.toFixed(3)} %`,
        Math.round(result.actionsPerDay),
        result.seconds.toFixed(1),
      ]),
    ),
    `!: more than ${MAX_LATE[kind]} % on at least one recording. × OPTIMUM is the geometric mean over the recordings.`,
  ].join('\n');
}
