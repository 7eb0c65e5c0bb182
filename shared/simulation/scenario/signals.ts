import { type Fault, isGroupFigure, metricSource, type Policy, readBy } from '../../policy/index.ts';
import { metricsOf } from '../../rules/index.ts';

/**
 * What can be measured in a scenario:
 * utilization: busy share of the ready workers in percent; demand: units arriving a second; demandPerWorker: the same for
 * each ready worker; lost: units turned away a second; waiting: tasks not yet started; running: tasks in flight;
 * tasks: both; oldestAge: seconds that the oldest waiting task has waited; taskSeconds: how long a task takes.
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

/** Signals that are so much a second: their sum over a period is how much it was in all. */
export const isRate = (signal: Signal): boolean => ['demand', 'demandPerWorker', 'lost'].includes(signal);

/** Known by name, the first that fits: AWS's own metrics, and words people use for theirs. */
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
/** The name says that it is what falls to one worker: only of demand is that a signal; what is one anyway stays as it is. */
const OF_EACH = /per[-_. ]?(worker|target|instance|host|node)/i;
const TOTALS: Partial<Record<Signal, Signal | null>> = {
  demand: 'demandPerWorker',
  waiting: null,
  running: null,
  lost: null,
};

/** The signal behind each metric that the policy measures, by name; or which ones cannot be told. */
export type Measured =
  | { readonly ok: true; readonly value: ReadonlyMap<string, Signal> }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** What the metrics that the policy's rules read measure: as the scenario says, else by CloudWatch name, queue's count or own name. */
export function measuredBy(policy: Policy, written: Readonly<Record<string, Signal>>): Measured {
  const signals = new Map<string, Signal>();
  const faults: Fault[] = [];
  for (const name of metricsRead(policy)) {
    const signal = Object.hasOwn(written, name) ? written[name] : guessed(name, policy);
    if (signal) signals.set(name, signal);
    else faults.push({ path: `metrics.${name}`, message: `is required: say what it measures, ${SIGNALS.join(', ')}` });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: signals };
}

/** Measured metrics behind the rules, with those that their formulas read. */
function metricsRead(policy: Policy): Set<string> {
  const names = policy.rules.flatMap(metricsOf).flatMap((name) => readBy(name, policy.metrics));
  return new Set(names.filter((name) => !isGroupFigure(name)));
}

function guessed(name: string, policy: Policy): Signal | undefined {
  const measures = metricSource(name, policy.metrics)?.measures;
  if (measures && 'signal' in measures) return measures.signal ?? undefined;
  const text = measures?.name ?? name;
  const guess = GUESSES.find(([pattern]) => pattern.test(text))?.[1];
  const isTotal = guess !== undefined && guess in TOTALS;
  return isTotal && OF_EACH.test(text) ? (TOTALS[guess] ?? undefined) : guess;
}
