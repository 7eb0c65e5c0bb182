import type { Worker } from '../model/index.ts';
import type { Rule } from './formats.ts';
import { moduleOf } from './registry.ts';

/** How a worker is doing by its own metrics. */
export interface WorkerLoad {
  /** Its greatest value as a part of the bound from which on a worker is overloaded; null without a value that has one. */
  readonly load: number | null;
  readonly isOverloaded: boolean;
}

/** Judges a worker by the bounds of the rules that look at single workers. */
export function loadOf(rules: readonly Rule[], { metrics }: Pick<Worker, 'metrics'>): WorkerLoad {
  const bounds = rules.flatMap((rule) => moduleOf(rule).overloaded?.(rule) ?? []);
  const measured = bounds.flatMap(({ metric, above }) => {
    const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
    return value === undefined ? [] : [{ value, above }];
  });
  return {
    load: measured.length === 0 ? null : Math.max(...measured.map(({ value, above }) => partOf(value, above))),
    isOverloaded: measured.some(({ value, above }) => value > above),
  };
}

/** A bound of 0 is passed by any value. */
const partOf = (value: number, above: number): number =>
  above > 0 ? value / above : value > above ? Number.MAX_VALUE : 0;
