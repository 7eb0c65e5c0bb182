import type { Row } from '../../comparison/index.ts';
import { HOURS_A_MONTH } from './sentences.ts';

/** When a new policy fails a backtest: `cost > +10%`. */
export interface Condition {
  readonly text: string;
  readonly metric: ConditionMetric;
  readonly isAbove: boolean;
  /** Whether the bound itself fails too. */
  readonly isInclusive: boolean;
  readonly bound: number;
  /** `value`: of the new policy. `change`: from today's policy. `percent`: the change, relative to today's policy. */
  readonly of: 'value' | 'change' | 'percent';
}

const METRICS = ['cost', 'shortage', 'activities', 'launches'] as const;
type ConditionMetric = (typeof METRICS)[number];
const ALIASES: Readonly<Record<string, ConditionMetric>> = { lost: 'shortage', late: 'shortage' };

const FORM = /^\s*([a-z]+)\s*(>=|<=|>|<)\s*([+-]?)(\d{1,12}(?:\.\d{1,6})?)\s*(%?)\s*$/;

export const CONDITION_HELP = [
  "Write a condition such as 'cost > +10%', 'shortage > 1%' or 'activities > +20'.",
  `Metrics: cost (dollars a month), shortage (percent that is lost, or late in a queue; also lost, late), activities, launches. Comparisons: > >= < <=.`,
  'With a sign, the change from the active policy is compared, and with % relative to it; for shortage in percentage points.',
].join(' ');

/** Null for a text that is no condition. */
export function conditionOf(text: string): Condition | null {
  const [, name = '', comparison = '', sign = '', digits = '', percent = ''] = FORM.exec(text) ?? [];
  const metric = METRICS.find((each) => each === name) ?? (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined);
  if (metric === undefined) return null;
  // A share of a cost can only be a change; a shortage is a percentage itself.
  const isShare = percent === '%' && metric !== 'shortage';
  return {
    text: text.trim(),
    metric,
    isAbove: comparison.startsWith('>'),
    isInclusive: comparison.endsWith('='),
    bound: Number(`${sign}${digits}`),
    of: isShare ? 'percent' : sign === '' ? 'value' : 'change',
  };
}

interface Figures {
  readonly rows: readonly Row[];
  readonly hours: number;
  readonly usdPerHour: number;
}

export interface Outcome {
  readonly condition: Condition;
  /** `unknown`: a figure is missing. */
  readonly result: 'kept' | 'failed' | 'unknown';
  /** What was compared, in words. */
  readonly because: string;
}

/** Compares the new policy with a condition. */
export function outcomeOf(condition: Condition, figures: Figures): Outcome {
  const { metric, of, bound, isAbove, isInclusive } = condition;
  const [today, fresh] = (['today', 'new'] as const).map((name) => figureOf(metric, name, figures));
  if (metric === 'cost' && figures.usdPerHour === 0) {
    const because =
      'workers have no price: write provider.prices in the policy, or prices or hourlyUsd in a file for --world';
    return { condition, result: 'unknown', because };
  }
  if (fresh === undefined || (of !== 'value' && today === undefined)) {
    return {
      condition,
      result: 'unknown',
      because: 'there is no active policy to compare with: add --group or --against',
    };
  }
  const value = of === 'value' ? fresh : changeOf(today ?? 0, fresh, of);
  const isFailed = (isAbove ? value > bound : value < bound) || (isInclusive && value === bound);
  const was = today === undefined ? '' : `, and ${text(metric, today)} with the active policy`;
  return { condition, result: isFailed ? 'failed' : 'kept', because: `${metric} is ${text(metric, fresh)}${was}` };
}

function changeOf(today: number, fresh: number, of: 'change' | 'percent'): number {
  if (of === 'change') return fresh - today;
  return today === fresh ? 0 : (100 * (fresh - today)) / today;
}

function figureOf(metric: ConditionMetric, name: Row['name'], { rows, hours }: Figures): number | undefined {
  const row = rows.find((each) => each.name === name);
  if (!row) return undefined;
  const figures = { shortage: row.latePercent, activities: row.actions, launches: row.launches };
  return metric === 'cost' ? (row.usd / Math.max(hours, 1e-9)) * HOURS_A_MONTH : figures[metric];
}

function text(metric: ConditionMetric, value: number): string {
  if (metric === 'cost') return `$${value.toFixed(2)} a month`;
  return metric === 'shortage' ? `${value.toFixed(2)} %` : String(value);
}
