import { figure } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { isMeasurable, measuredBy } from '../scenario/signals.ts';
import { derivedFields } from './derived-scenario.ts';
import { aimedRate, statedRate, unitMetrics } from './worker-rate.ts';

/** For tasks of which the policy says nothing. */
const QUEUE = { taskSeconds: 60, startWithin: 300 };
const PEAK_WORKERS = 50;
/** Lost or late, in percent: a policy that fits its scenario stays below. */
const MUCH = 5;

/** What a scenario assumes about the work, because the policy does not say it. */
interface Assumed {
  readonly field: 'workerRate' | 'taskSeconds';
  /** The case in which the assumption is wrong. */
  readonly unless: string;
  readonly isLate: boolean;
}

/** A scenario as it would be written, and what it says in a sentence. */
export interface DefaultScenario {
  readonly written: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Null if the policy says it, or if the policy does not depend on it. */
  readonly assumed: Assumed | null;
}

/**
 * The scenario of a policy for which nobody has written one. Work waits in a queue if the rules read only what a queue
 * has. What a worker serves and how long a task takes are taken from the policy, where a rule says so.
 */
export function defaultScenario(policy: Policy): DefaultScenario {
  const measured = measuredBy(policy, {});
  const signals = measured.ok ? measured.value : new Map();
  const read = [{ policy, signals }];
  const common = { peakWorkers: PEAK_WORKERS };
  if (signals.size > 0 && !isMeasurable(policy, signals, { kind: 'interactive' })) {
    const derived = derivedFields(read).filter(({ name }) => Object.hasOwn(QUEUE, name));
    const tasks = { ...QUEUE, ...Object.fromEntries(derived.map(({ name, value }) => [name, Number(value)])) };
    const isSaid = derived.some(({ name }) => name === 'taskSeconds');
    return {
      written: { kind: 'queue', ...common, ...tasks },
      text: `the work is tasks in a queue, each of which takes ${tasks.taskSeconds} s and may wait for ${tasks.startWithin} s`,
      assumed: isSaid
        ? null
        : { field: 'taskSeconds', unless: `a task does not take ${tasks.taskSeconds} s`, isLate: true },
    };
  }
  const rate = statedRate(read) ?? aimedRate(read);
  const serves = rate
    ? `${figure(rate.value)} units of demand a second, according to ${rate.from}`
    : 'one unit of demand a second';
  const isInUnits = unitMetrics(read).length > 0;
  return {
    written: { kind: 'interactive', ...common, ...(rate && { workerRate: rate.value }) },
    text: `the work is requests to interactive workers, each of which serves ${serves}`,
    assumed:
      rate || !isInUnits
        ? null
        : { field: 'workerRate', unless: `your workers do not serve ${serves} each`, isLate: false },
  };
}

/** Which field to set if much of the demand is lost, perhaps because an assumption is wrong. `lost`: percent. */
export const lossNote = (assumed: Assumed | null, lost: number): string | null =>
  assumed === null || lost < MUCH
    ? null
    : `${lost.toFixed(2)} % of the demand is ${assumed.isLate ? 'late' : 'lost'}. If ${assumed.unless}, set ${assumed.field} in a scenario (--world): "npx headcount world init" writes one`;
