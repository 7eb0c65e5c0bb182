import { table } from '../../shared/presentation/index.ts';
import { MAX_LATE, type Measured } from './standings.ts';

/** The tables of a mode. */
export function modeText({ mode, standings, results }: Measured): string {
  const { name, kind } = mode;
  const byCost = standings.toSorted((first, second) => first.costRatio - second.costRatio);
  const inTime = byCost.filter(({ keeps }) => keeps);
  const late = kind === 'queue' ? 'LATE' : 'LOST';
  const equalLoss = (ratio: number | null) => (ratio === null ? '' : ratio.toFixed(3));
  const rows = [...inTime, ...byCost.filter(({ keeps }) => !keeps)].map((standing) => [
    standing.isOurs ? `> ${standing.entrant}` : `  ${standing.entrant}`,
    standing.costRatio.toFixed(3),
    equalLoss(standing.equalLossRatio),
    `${standing.worstPercent.toFixed(3)} %${standing.keeps ? '' : ' !'}`,
    Math.round(standing.actionsPerDay),
  ]);
  const own = results.filter(({ isOurs }) => isOurs);
  return [
    name,
    table(
      ['SAME SETTING ON EVERY RECORDING', '× OPTIMUM', '× EQUAL LOSS', `WORST ${late}`, 'ACTIONS PER DAY'],
      [...rows, ['  optimum, perfect foresight', '1.000', '', '0 %', '']],
    ),
    '',
    table(
      ['HEADCOUNT BY RECORDING', '× OPTIMUM', '× EQUAL LOSS', late, 'ACTIONS PER DAY', 'CPU s'],
      own.map((result) => [
        `${result.recording}: ${result.entrant}`,
        result.costRatio.toFixed(3),
        equalLoss(result.equalLossRatio),
        `${result.latePercent.toFixed(3)} %`,
        Math.round(result.actionsPerDay),
        result.seconds.toFixed(1),
      ]),
    ),
    `!: more than ${MAX_LATE[kind]} % on at least one recording. Both ratios are geometric means over the recordings.`,
  ].join('\n');
}
