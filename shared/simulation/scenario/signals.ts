import { closeTo } from '../../model/index.ts';
import { metricSource, type Policy, readBy, readsGroup, type ValidationError } from '../../policy/index.ts';
import { metricsOf, usedRules } from '../../rules/index.ts';
import { simulationError } from '../reasons.ts';

/**
 * Signals that metrics can measure in a scenario.
 * utilization: busy share of the ready workers in percent; demand: arriving units per second; demandPerWorker: demand per
 * ready worker; lost: lost units per second; waiting: tasks not yet started; running: tasks in flight; tasks: waiting and
 * running tasks; oldestAge: age of the oldest waiting task in seconds; taskSeconds: duration of a task.
 */
export const SIGNALS = [
  'utilization',
  'demand',
  'demandPerWorker',
  'lost',
  'waiting',
  'running',
  'tasks',
  'oldestAge',
  'taskSeconds',
] as const;
export type Signal = (typeof SIGNALS)[number];

/** Whether the signal is a rate per second, so that its sum over a period is a total. */
export const isRate = (signal: Signal): boolean => ['demand', 'demandPerWorker', 'lost'].includes(signal);

/** Signals by metric name: AWS's metrics and common names of custom metrics. The first match counts. */
const GUESSES: readonly (readonly [RegExp, Signal])[] = [
  [/NumberOfMessagesNotVisible$/i, 'running'],
  [/NumberOfMessages(Visible|Delayed)?$/i, 'waiting'],
  [/NumberOfMessagesSent$/i, 'demand'],
  [/AgeOfOldest|oldest|MaxAge/i, 'oldestAge'],
  [/ConnectionCount(PerTarget|PerWorker)$/i, 'demandPerWorker'],
  [/cpu|utili[sz]ation|busy/i, 'utilization'],
  [/5xx|reject|dropped|lost/i, 'lost'],
  [/task_?seconds|duration|processing_?time/i, 'taskSeconds'],
  [/in_?flight|running|active/i, 'running'],
  [/request|arriv|demand|invocations|rps|throughput/i, 'demand'],
  [/queue|waiting|backlog|pending|visible|jobs/i, 'waiting'],
];
/** Names of metrics per worker. Of the totals below, only demand has a signal per worker. */
const PER_WORKER = /per[-_. ]?(worker|target|instance|host|node)/i;
const TOTALS: Partial<Record<Signal, Signal | null>> = {
  demand: 'demandPerWorker',
  waiting: null,
  running: null,
  lost: null,
};

/** Whether the values of all workers add up to that of the group. Otherwise, their mean is the group's. */
export const isTotal = (signal: string): boolean => signal === 'tasks' || Object.hasOwn(TOTALS, signal);

/** The signals of the policy's metrics by name, or validation errors for metrics without a known signal. */
export type Measured =
  | { readonly ok: true; readonly value: ReadonlyMap<string, Signal> }
  | { readonly ok: false; readonly faults: readonly ValidationError[] };

/** Finds the signals of the metrics that the policy's rules read: from the scenario, or else from the source or the name. */
export function measuredBy(
  policy: Policy,
  written: Readonly<Record<string, Signal | { readonly signal?: Signal | undefined }>>,
): Measured {
  const signals = new Map<string, Signal>();
  const faults: ValidationError[] = [];
  for (const name of metricsRead(policy)) {
    const stated = Object.hasOwn(written, name) ? written[name] : undefined;
    const signal = (typeof stated === 'object' ? stated.signal : stated) ?? guessed(name, policy);
    if (signal) signals.set(name, signal);
    else faults.push(simulationError(`metrics.${name}`, 'signal-required', { signals: SIGNALS }));
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: signals };
}

/** What a scenario says of the work, as far as it decides what can be measured. */
interface WorkShape {
  readonly kind: 'interactive' | 'queue';
  readonly taskSeconds?: number | undefined;
}

/** Signals that say something in a scenario. Interactive work never waits, and needs `taskSeconds` to be in flight. */
const signalsOf = ({ kind, taskSeconds }: WorkShape): readonly Signal[] =>
  kind === 'queue'
    ? SIGNALS
    : SIGNALS.filter((signal) =>
        ['running', 'tasks', 'taskSeconds'].includes(signal)
          ? taskSeconds !== undefined
          : signal !== 'waiting' && signal !== 'oldestAge',
      );

/** Whether the scenario has data for all metrics of at least one rule; without any, the policy would never act. */
export function isMeasurable(policy: Policy, signals: ReadonlyMap<string, Signal>, work: WorkShape): boolean {
  const known = signalsOf(work);
  const hasData = (name: string): boolean => {
    const signal = signals.get(name);
    return signal === undefined || known.includes(signal);
  };
  const reads = usedRules(policy)
    .map((rule) => metricsOf(rule).flatMap((name) => readBy(name, policy.metrics)))
    .filter((names) => names.length > 0);
  return reads.length === 0 || reads.some((names) => names.every(hasData));
}

/** Validation errors for metrics of which a scenario has no data, if no rule of the policy could act without them. */
export function unmeasuredFaults(
  policy: Policy,
  signals: ReadonlyMap<string, Signal>,
  work: WorkShape,
): ValidationError[] {
  if (signals.size === 0 || isMeasurable(policy, signals, work)) return [];
  const known = signalsOf(work);
  return [...signals]
    .filter(([, signal]) => !known.includes(signal))
    .map(([name, signal]) => simulationError(`metrics.${name}`, 'signal-needs-queue', { signal, signals: known }));
}

/**
 * Validation errors for the metrics of a scenario. A name that no policy defines or reads, and that is not among `others`, is
 * misspelled; and only datapoints that sum up a period can grow: an average is a level at any time.
 */
export function metricFaults(
  policies: readonly Policy[],
  written: Readonly<Record<string, Signal | { readonly grows?: boolean | undefined }>>,
  others: readonly string[] = [],
): ValidationError[] {
  const metrics = [...new Set(policies.flatMap((policy) => [...metricsRead(policy), ...Object.keys(policy.metrics)]))];
  return Object.entries(written).flatMap(([name, stated]) => {
    if (!metrics.includes(name) && !others.includes(name)) {
      return simulationError(`metrics.${name}`, 'metric-unknown', { metrics, close: closeTo(name, metrics) });
    }
    if (typeof stated === 'string' || !stated.grows) return [];
    const path = `metrics.${name}.grows`;
    const statistics = policies.flatMap((policy) => metricSource(name, policy.metrics)?.statistic ?? []);
    if (statistics.length === 0) return simulationError(path, 'grows-needs-periods', {});
    const level = statistics.find((statistic) => statistic !== 'Sum' && statistic !== 'SampleCount');
    return level === undefined ? [] : simulationError(path, 'grows-needs-sum', { statistic: level });
  });
}

/** Metrics that the rules in use read, directly or through formulas. */
function metricsRead(policy: Policy): Set<string> {
  const names = usedRules(policy)
    .flatMap(metricsOf)
    .flatMap((name) => readBy(name, policy.metrics));
  return new Set(names.filter((name) => !readsGroup(name, policy.metrics)));
}

function guessed(name: string, policy: Policy): Signal | undefined {
  const measures = metricSource(name, policy.metrics)?.measures;
  if (measures && 'signal' in measures) return measures.signal ?? undefined;
  const text = measures?.name ?? name;
  const guess = GUESSES.find(([pattern]) => pattern.test(text))?.[1];
  const isTotal = guess !== undefined && guess in TOTALS;
  return isTotal && PER_WORKER.test(text) ? (TOTALS[guess] ?? undefined) : guess;
}
