import { CANDIDATES } from '../../shared/decision/objective/candidates.ts';
import type { ForecastName } from '../../shared/policy/index.ts';

const WORDS: Readonly<Partial<Record<ForecastName, string>>> = {
  last: 'the last reading',
  minute: "the last minute's mean",
  trend: 'the trend',
  season: "yesterday's change",
  day: "yesterday's shape",
  learned: 'what is learnt from the metric',
  learnedPeak: 'its peak of two minutes, learnt likewise',
};

/** Values that the candidates have, each once, in their order. */
const each = <Value>(of: (candidate: (typeof CANDIDATES)[number]) => Value | undefined): Value[] =>
  [...new Set(CANDIDATES.map(of))].filter((value) => value !== undefined);

const forecasts = each(({ want }) => (want.by === 'forecast' ? want.forecast : undefined));
const times = each(({ want }) => (want.by === 'forecast' ? want.times : undefined));
const loads = each(({ want }) => (want.by === 'headroom' ? Math.round(100 * want.load) : undefined));
const windows = each(({ want }) => (want.by === 'headroom' ? want.window : undefined));
const holds = each(({ hold }) => hold);
const coarse = each((candidate) => candidate.coarse).map((share) => 100 * share);

/** What the objective rule plays, as lines of the page that says how its constants were chosen. */
const LINES: readonly (readonly [RegExp, string])[] = [
  [
    /^\| headroom \| .*$/m,
    `| headroom | the highest demand of the last ${windows.join(', ')} s keeps the workers ${loads.join(', ')} % busy |`,
  ],
  [
    /^\| forecasts \| .*$/m,
    `| forecasts | ${forecasts.map((name) => WORDS[name] ?? name).join('; ')}: each with ${times.join(', ')} times its usual miss, of late or in moments like this one |`,
  ],
  [/^\| hold \| .*$/m, `| hold | what was wanted in the last ${holds.join(', ')} s still holds |`],
  [/^\| steps \| .*$/m, `| steps | changes of at least ${coarse.join(' or ')} % of the workers |`],
  [/^That makes [\d,]+ policies\./m, `That makes ${CANDIDATES.length.toLocaleString('en')} policies.`],
];

/** The page with what is played as the code has it now. */
export const withConstants = (text: string): string =>
  LINES.reduce((page, [line, now]) => page.replace(line, () => now), text);
