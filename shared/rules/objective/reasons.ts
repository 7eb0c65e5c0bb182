import { define, durationText, figure, percentText, type Reason, type Render } from '../../model/index.ts';

const WINDOW_TEXTS: Readonly<Record<number, string>> = {
  15: 'the latest peak',
  60: "the last minute's peak",
  300: "the last five minutes' peak",
  900: 'the peak of the last 15 minutes',
};

const FORECAST_TEXTS: Readonly<Record<string, string>> = {
  last: 'the latest demand',
  minute: "the last minute's mean",
  trend: 'the trend of five minutes',
  season: 'the change that followed this time yesterday',
  day: "yesterday's demand at today's level",
  learned: 'the forecast learned from this demand',
  learnedPeak: 'the one-minute peak forecast learned from this demand',
};

const missesText = (times: number): string =>
  times === 0
    ? ''
    : times > 0
      ? ` plus ${figure(times)} × its usual error`
      : ` minus ${figure(-times)} × its usual error`;

const LEAST_TEXTS = {
  demand: 'because that many were busy in the last minutes',
  history: 'while there is little history',
  unseen: 'because demand is higher than in the day or the hour before',
  jump: 'because demand has just jumped by more than in the day before',
  collapse: 'because demand has just collapsed, and may come back',
} as const;
const GUARD_TEXT = 'because the worst case limits what the group may pay';

const LIMIT_TEXTS = {
  history: 'because the history is shorter than two days',
  crowd: 'because an unforeseen crowd has used up a part of the allowed loss',
  rise: 'because an unusual sudden rise of demand would use up a part of the allowed loss',
  minutes: 'because readings a minute or more apart hide peaks',
  future: 'because future demand differs from the past',
} as const;

/** A later version may have found the limit for another reason. */
const limitText = (by: string): string =>
  Object.hasOwn(LIMIT_TEXTS, by) ? ` ${LIMIT_TEXTS[by as keyof typeof LIMIT_TEXTS]}` : '';

/** A later version may have found another reason here, too. */
const leastText = (floor: number, by: keyof typeof LEAST_TEXTS | 'guard' | null): string => {
  if (by === 'guard') return `${floor} ${GUARD_TEXT}`;
  const known = by ?? 'history';
  return Object.hasOwn(LEAST_TEXTS, known) ? `at least ${floor} ${LEAST_TEXTS[known]}` : `at least ${floor}`;
};

const MOST_DIGITS = 17;

/** Two shares with as many digits as it takes to show which one is larger. */
function comparable(one: number, other: number): [string, string] {
  for (let digits = 2; ; digits += 1) {
    const [first, second] = [one, other].map((share) => `${Number((100 * share).toPrecision(digits))} %`);
    if (first && second && (first !== second || one === other || digits === MOST_DIGITS)) return [first, second];
  }
}

type Demand = { metric: string; value: number; busy: number; saturates: boolean };
const demandText = ({ metric, value, busy }: Demand, { noun }: Render): string => {
  const workers = figure(busy);
  return `${metric} ${figure(value)} keeps ${workers} ${workers === '1' ? noun : `${noun}s`} busy`;
};
const saturationText = ({ metric, saturates }: Demand): string =>
  saturates ? `; ${metric} cannot show demand beyond what the workers serve, so lost demand is not seen` : '';

export const reasons = {
  'objective-headroom': define<{ load: number; window: number }>(
    'Strategy: keep a share of the capacity free above a recent peak.',
    ({ load, window }) =>
      `${figure(Math.round(100 * (1 - load)))} % of the capacity free at ${WINDOW_TEXTS[window] ?? `the peak of the last ${window} s`}`,
  ),
  'objective-forecast': define<{ forecast: string; times: number }>(
    'Strategy: follow a forecast and a multiple of its usual error.',
    ({ forecast, times }) => `${FORECAST_TEXTS[forecast] ?? forecast}${missesText(times)}`,
  ),
  'objective-strategy': define<{
    strategy: Reason;
    hold: number;
    more: number;
    shareLost: number;
    keeps: boolean;
    /** What a strategy was allowed to lose, if that is less than the objective. */
    limit: number | null;
    limitBy: keyof typeof LIMIT_TEXTS | null;
    of: number;
    seen: number;
  }>(
    'The active strategy, and why it was chosen.',
    ({ strategy, hold, more, shareLost, keeps, limit, limitBy, of, seen }, sentence) => {
      const grown = more > 0 ? `, plus ${percentText(more)} when it scales out` : '';
      // Reasons recorded earlier lack the limit.
      const isMet = limitBy ? shareLost <= (limit ?? 1) : keeps;
      // A strategy above the limit may still meet the objective.
      const met = `would have ${limitBy ? 'stayed within the limit' : 'met the objective'} over the last ${durationText(seen)}`;
      const [lost, most] = limitBy ? comparable(shareLost, limit ?? 1) : [percentText(shareLost), ''];
      const why = isMet
        ? `of ${of} strategies, this is the cheapest that ${met}, losing ${lost} of the demand`
        : `none of ${of} strategies ${met}; this is the cheapest of those with nearly the lowest loss, losing ${lost} of the demand`;
      return `${sentence(strategy)}, held for ${durationText(hold)}${grown}: ${why}${limitBy ? `; the limit was ${most}${limitText(limitBy)}` : ''}`;
    },
    ({ strategy }, sentence) => sentence(strategy),
  ),
  'objective-learning': define<Demand & { peak: number }>(
    'There is too little history to choose a strategy: the group keeps room for a rise and does not scale in.',
    ({ peak, ...demand }, sentence) =>
      `${demandText(demand, sentence)}; too little history to choose a strategy, so the group keeps room for a rise above the peak of ${figure(peak)} and does not scale in yet${saturationText(demand)}`,
    (demand, sentence) => `${demandText(demand, sentence)}, too little history to choose a strategy`,
  ),
  objective: define<
    Demand & { active: Reason; floor: number | null; floorBy: keyof typeof LEAST_TEXTS | 'guard' | null }
  >(
    'The active strategy determines how many workers the demand needs.',
    ({ active, floor, floorBy, ...demand }, sentence) => {
      const least = floor === null ? '' : `; ${leastText(floor, floorBy)}`;
      return `${demandText(demand, sentence)}; ${sentence(active)}${least}${saturationText(demand)}`;
    },
    ({ active, floor: _, floorBy: __, ...demand }, sentence) =>
      `${demandText(demand, sentence)}, ${sentence.brief(active)}`,
  ),
  'objective-active': define<{
    by: 'headroom' | 'forecast';
    headroom: number | null;
    forecast: string | null;
    hold: number;
    shareLost: number;
    keeps: boolean;
  }>('The active strategy in a few words.', ({ by, headroom, forecast, hold, shareLost, keeps }) => {
    const strategy = by === 'headroom' ? `headroom ${Math.round(100 * (headroom ?? 0))} %` : `forecast ${forecast}`;
    const lost = `would have lost ${Number((100 * shareLost).toPrecision(2))} %`;
    return `${strategy} held for ${hold} s, ${lost}${keeps ? '' : ', more than its objective'}`;
  }),
};
