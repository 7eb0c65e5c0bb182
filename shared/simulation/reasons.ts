import { define, errorsOf, meantText } from '../model/index.ts';

type OfMetrics = { metrics: readonly string[] };

/** The longest step that divides both the interval and a minute. */
function divisorWithin(interval: number, most: number): number {
  let step = Math.min(interval, most);
  while (interval % step !== 0 || 60 % step !== 0) step -= 1;
  return step;
}

/** What is wrong with a scenario, or with recorded metrics from which demand should be derived. */
export const reasons = {
  'evaluate-every-not-multiple': define<{ tick: number; evaluateEvery?: number }>(
    'The interval of evaluations is not a multiple of the step of the simulation, in seconds.',
    ({ tick, evaluateEvery }) =>
      `must be a multiple of tick (${tick} s), the step of the simulation${evaluateEvery === undefined ? '' : `. Write a lower tick, such as tick: ${divisorWithin(evaluateEvery, tick)}s`}`,
  ),
  'worker-rate-required': define<Record<never, never>>(
    'Neither the rate of a worker nor the number of workers at the peak is given.',
    () => 'is required unless peakWorkers is set: the rate that one worker serves',
  ),
  'signal-required': define<{ signals: readonly string[] }>(
    'Nothing says what a metric of the policy measures in the scenario.',
    ({ signals }) =>
      `is required: set it to the signal that it measures (${signals.join(', ')}). If it measures none of these, remove the rules that read it from the replayed policy`,
  ),
  'signal-needs-queue': define<{ signal: string; signals: readonly string[] }>(
    'Work never waits in an interactive scenario, so there is no data for what the rules of the policy read. `signals`: the signals that the scenario has.',
    ({ signal, signals }) =>
      `measures ${signal}, but an interactive scenario has no data for it, so the policy would never act. Write kind: queue ("npx headcount world init --kind queue" writes the fields), or set the metric to a signal that the scenario has: ${signals.join(', ')}`,
  ),
  'grows-needs-periods': define<Record<never, never>>(
    'The scenario says that datapoints of a metric grow, but the metric has no periods in which they could.',
    () => 'is only for metrics of CloudWatch, whose datapoints cover a period: remove grows',
  ),
  'grows-needs-sum': define<{ statistic: string }>(
    'The scenario says that datapoints of a metric grow, but the values of its statistic do not grow during a period.',
    ({ statistic }) =>
      `is only for the statistics Sum and SampleCount, not for ${statistic}, whose values do not grow during a period: remove grows`,
  ),
  'metric-unknown': define<{ metrics: readonly string[]; close: string | null }>(
    'The scenario describes a metric that the policy does not have. `close`: the name that was probably meant.',
    ({ metrics, close }) =>
      `is not a metric of the policy${meantText(close, `, which has ${metrics.length === 0 ? 'none' : metrics.join(', ')}`)}`,
  ),
  'price-required': define<{ type: string; market: string; close: string | null }>(
    'The scenario or the file of prices has no price for an instance type that the policy launches.',
    ({ type, market, close }) =>
      `is required, because the policy launches ${type}${market === 'spot' ? ' as spot' : ' on demand'}. Write its price, or hourlyUsd for types without one${close === null ? '' : `. Is ${close} misspelled?`}`,
  ),
  'recorded-datapoints-few': define<{ why: string }>(
    'The recorded metric that measures demand has too many gaps.',
    ({ why }) => why,
  ),
  'recorded-demand-missing': define<{ why: string }>(
    'Demand cannot be derived from the recorded metrics. `why` names what to add.',
    ({ why }) => why,
  ),
  'recorded-period-too-long': define<OfMetrics & { period: number; most: number }>(
    'The recorded metric has too few datapoints. `period` and `most` in seconds.',
    ({ metrics, period, most }) =>
      `${metrics.join(', ')} has only one datapoint every ${period} s; demand needs one at least every ${most} s`,
  ),
  'recorded-demand-sparse': define<OfMetrics & { known: number; periods: number }>(
    'Demand and the number of workers are known at the same time in too few periods.',
    ({ metrics, known, periods }) =>
      `${metrics.join(', ')} and the number of workers are both known in only ${known} of ${periods} periods: record more, or choose a shorter time range`,
  ),
};
export const simulationError = errorsOf(reasons);
