import type { Policy } from '../../policy/index.ts';
import { workOf } from '../../rules/index.ts';
import { isMeasurable, measuredBy } from '../scenario/signals.ts';
import { derivedFields } from './derived-scenario.ts';

/** For tasks of which the policy says nothing. */
const QUEUE = { taskSeconds: 60, startWithin: 300 };
const PEAK_WORKERS = 50;

/** A scenario as it would be written, and what it says in a sentence. */
export interface DefaultScenario {
  readonly written: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/**
 * The scenario of a policy for which nobody has written one. Work waits in a queue if the rules read only what a queue
 * has. What a worker serves and how long a task takes are taken from the policy, where a rule says so.
 */
export function defaultScenario(policy: Policy): DefaultScenario {
  const { rules } = policy;
  const measured = measuredBy(policy, {});
  const signals = measured.ok ? measured.value : new Map();
  const common = { peakWorkers: PEAK_WORKERS };
  if (signals.size > 0 && !isMeasurable(policy, signals, { kind: 'interactive' })) {
    const derived = derivedFields([{ policy, signals }]).filter(({ name }) => Object.hasOwn(QUEUE, name));
    const tasks = { ...QUEUE, ...Object.fromEntries(derived.map(({ name, value }) => [name, Number(value)])) };
    return {
      written: { kind: 'queue', ...common, ...tasks },
      text: `the work is tasks in a queue, each of which takes ${tasks.taskSeconds} s and may wait for ${tasks.startWithin} s`,
    };
  }
  const rate = rules.flatMap((rule) => workOf(rule).capacity?.value ?? [])[0];
  return {
    written: { kind: 'interactive', ...common, ...(rate === undefined ? {} : { workerRate: rate }) },
    text: 'the work is requests to interactive workers',
  };
}
