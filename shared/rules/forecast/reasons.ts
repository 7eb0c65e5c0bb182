import { define, figure, percentText, type Reason, secondsText } from '../../model/index.ts';

const FORECAST_TEXTS: Readonly<Record<string, (season: string) => string>> = {
  last: () => 'the latest reading',
  minute: () => "the last minute's mean",
  trend: () => 'the trend of five minutes',
  season: (season) => `the change that followed ${season} ago`,
  day: (season) => `the reading of ${season} ago at the present level`,
  learned: (season) => `a forecast learned from this metric and its reading of ${season} ago`,
  learnedPeak: () => 'a peak forecast learned from this metric',
};

function seasonText(seconds: number): string {
  if (seconds === 86_400) return 'a day';
  return seconds === 604_800 ? 'a week' : `${figure(seconds / 3600)} h`;
}

function raiseText(raise: number): string {
  // A rounding error is not a raise.
  const share = Math.round(Math.abs(Math.exp(raise) - 1) * 1e6) / 1e6;
  return share === 0 ? '' : ` ${raise < 0 ? '−' : '+'} ${percentText(share)}`;
}

export const reasons = {
  'forecast-learning': define<{ metric: string }>(
    'The metric has too little history to forecast it.',
    ({ metric }) => `${metric} has too little history to forecast it`,
  ),
  forecast: define<{ aim: Reason; seconds: number; by: string; season: number; raise: number; quantile: number }>(
    'The rule compares the target with the metric as forecast for the time when a worker launched now is ready.',
    ({ aim, seconds, by, season, raise, quantile }, sentence) => {
      const how = FORECAST_TEXTS[by]?.(seasonText(season)) ?? by;
      return `${sentence(aim)}; forecast ${secondsText(seconds)} ahead: ${how}${raiseText(raise)}, to cover ${percentText(quantile)} of the time`;
    },
    ({ aim, seconds }, sentence) => `${sentence.brief(aim)}, forecast ${secondsText(seconds)} ahead`,
  ),
  'forecast-active': define<{ by: string }>('The forecast in use.', ({ by }) => `forecast ${by}`),
};
