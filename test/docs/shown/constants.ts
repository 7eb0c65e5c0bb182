import type { ForecastName } from '../../../shared/rules/forecasting/index.ts';
import { CANDIDATES } from '../../../shared/rules/objective/strategies/candidates.ts';

const WORDS: Readonly<Partial<Record<ForecastName, string>>> = {
  last: 'the last reading',
  minute: "the last minute's mean",
  trend: 'the trend',
  season: "yesterday's change",
  day: "yesterday's shape",
  learned: 'a forecast learned from the metric',
  learnedPeak: 'a learned forecast of the peak within a minute',
};

/** Values that the candidates have, each once, in their order. */
const each = <Value>(of: (candidate: (typeof CANDIDATES)[number]) => Value | undefined): Value[] =>
  [...new Set(CANDIDATES.map(of))].filter((value) => value !== undefined);

const forecasts = each(({ want }) => (want.by === 'forecast' ? want.forecast : undefined));
const times = each(({ want }) => (want.by === 'forecast' ? want.times : undefined));
const loads = each(({ want }) => (want.by === 'headroom' ? Math.round(100 * want.load) : undefined));
const windows = each(({ want }) => (want.by === 'headroom' ? want.window : undefined));
const above = each((candidate) => candidate.above);
const holds = each(({ hold }) => hold);
const coarse = each((candidate) => candidate.coarse).map((share) => 100 * share);

/** The strategies of the objective rule, as lines of the page that says how its constants were chosen. */
const LINES: readonly (readonly [RegExp, string])[] = [
  [
    /^\| headroom \| .*$/m,
    `| headroom | workers for the highest demand of the last ${windows.join(', ')} s, at ${loads.join(', ')} % load |`,
  ],
  [
    /^\| forecasts \| .*$/m,
    `| forecasts | ${forecasts.map((name) => WORDS[name] ?? name).join('; ')}: each with ${times.join(', ')} times its usual error, recently or in similar moments; workers stay up to ${above.join(', ')} × that error above this |`,
  ],
  [/^\| hold \| .*$/m, `| hold | the highest capacity asked for in the last ${holds.join(', ')} s is kept |`],
  [/^\| steps \| .*$/m, `| steps | changes of at least ${coarse.join(' or ')} % of the workers |`],
  [/^That makes [\d,]+ strategies\./m, `That makes ${CANDIDATES.length.toLocaleString('en')} strategies.`],
];

/** The page with the strategies that the code has now. */
export const withConstants = (text: string): string =>
  LINES.reduce((page, [line, now]) => page.replace(line, () => now), text);
