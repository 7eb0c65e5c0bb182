import { MOST_WORKERS } from '../../model/index.ts';
import { metricsOf, type Trial, trialsFor, type WrittenRule } from '../../rules/index.ts';
import { type Scenario, workerRateOf } from '../scenario/scenario.ts';
import type { Signal } from '../scenario/signals.ts';
import { choiceBecause as because } from './reasons.ts';

/** The metrics that the rules read: their sources and their signals. */
const METRICS: Readonly<Record<string, { readonly signal: Signal; readonly written: object }>> = {
  cpu: { signal: 'utilization', written: cloudwatch('CPUUtilization') },
  requests: { signal: 'demand', written: cloudwatch('Requests') },
  queued: { signal: 'waiting', written: { sqs: { queue: 'tasks' } } },
  running: { signal: 'running', written: { sqs: { queue: 'tasks', count: 'inFlight' } } },
};

function cloudwatch(name: string): object {
  return { cloudwatch: { namespace: 'Replay', name, statistic: 'Average', dimensions: { Group: 'replay' } } };
}

/** The rules that are played in a scenario, and those that are not, with the reason. `lostPercent`: what may be lost. */
export function candidatesFor(scenario: Scenario, lostPercent: number) {
  const { kind, boot } = scenario;
  const tasks = scenario.kind === 'queue' ? scenario : { taskSeconds: 0, startWithin: 0 };
  const { tried, left } = trialsFor({
    kind,
    boot,
    perWorker: workerRateOf(scenario),
    lost: lostPercent / 100,
    taskSeconds: tasks.taskSeconds,
    startWithin: tasks.startWithin,
  });
  return { played: tried, notPlayed: left.map(({ kind: name, code }) => ({ name, because: because[code]({}) })) };
}

/** The policy of a candidate, in which nothing but its rules decides, and the scenario that measures what they read. */
export function candidatePolicy({ rules }: Trial, scenario: Scenario) {
  const names = [...new Set(rules.flatMap((rule) => metricsOf(rule as unknown as WrittenRule)))];
  const metrics = Object.fromEntries(names.map((name) => [name, METRICS[name]?.written ?? {}]));
  const signals = Object.fromEntries(names.map((name) => [name, METRICS[name]?.signal ?? 'demand']));
  return {
    policy: {
      group: 'replay',
      capacity: { min: 1, max: MOST_WORKERS },
      evaluateEvery: scenario.evaluateEvery,
      metrics,
      rules,
    },
    scenario: { ...scenario, metrics: signals } satisfies Scenario as Scenario,
  };
}
