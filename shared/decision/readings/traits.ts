import type { Formula } from '../../model/index.ts';
import {
  averagingWindow,
  formulaOf,
  hasUsualAge,
  isZeroWhenSilent,
  type MetricDefinition,
  maxAgeOf,
  type Policy,
  periodOf,
  settlesIn,
} from '../../policy/index.ts';
import { sourceOf } from '../../sources/index.ts';

/** What readings need to know of a metric. Durations in seconds. */
export interface Traits {
  readonly computedBy: Formula | null;
  readonly period: number;
  readonly maxAge: number;
  /** Whether nobody has chosen the `maxAge`. */
  readonly hasUsualAge: boolean;
  /** Whether its author has written the `maxAge` of a formula. */
  readonly hasOwnAge: boolean;
  readonly settles: number;
  /** One datapoint for each whole period; otherwise one for each time that the source was read. */
  readonly isRegular: boolean;
  /** A reading of the moment. Otherwise, a datapoint covers its period. */
  readonly isMomentary: boolean;
  /** The value is the mean of so much; 0: the newest datapoint. */
  readonly window: number;
  /** The value is that of the newest datapoint, however young. */
  readonly isPlain: boolean;
  /** Silence is 0. */
  readonly isZeroWhenSilent: boolean;
}

function traitsOfOne(definition: MetricDefinition | undefined): Traits {
  const isRegular = definition !== undefined && sourceOf(definition).statistic !== null;
  const computedBy = formulaOf(definition);
  const isPlain =
    computedBy === null &&
    settlesIn(definition) === 0 &&
    averagingWindow(definition) === 0 &&
    !isZeroWhenSilent(definition);
  return {
    computedBy,
    isPlain,
    period: periodOf(definition),
    maxAge: maxAgeOf(definition),
    hasUsualAge: hasUsualAge(definition),
    hasOwnAge: definition?.maxAge !== undefined,
    settles: settlesIn(definition),
    isRegular,
    isMomentary: definition !== undefined && !isRegular,
    window: averagingWindow(definition),
    isZeroWhenSilent: isZeroWhenSilent(definition),
  };
}

/** Of a metric that only the observation knows. */
export const UNDEFINED = traitsOfOne(undefined);

/** Asked for in every decision, and the same for as long as the policy is. */
const known = new WeakMap<Policy['metrics'], ReadonlyMap<string, Traits>>();

export function traitsOf(metrics: Policy['metrics']): ReadonlyMap<string, Traits> {
  const traits = known.get(metrics);
  if (traits) return traits;
  const found = new Map(Object.entries(metrics).map(([name, definition]) => [name, traitsOfOne(definition)]));
  known.set(metrics, found);
  return found;
}
