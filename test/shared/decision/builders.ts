import { expect, it } from 'vitest';
import { type Decision, decide } from '../../../shared/decision/index.ts';
import {
  faultText,
  type Observation,
  type ObservationDocument,
  type Policy,
  type PolicyDocument,
  parseObservation,
  parsePolicy,
  type WorkerState,
} from '../../../shared/policy/index.ts';
import { phrase, sentence } from '../../../shared/presentation/index.ts';

export const NOW = '2026-11-21T12:00:00Z';

/** The moment so many seconds before {@link NOW}. */
export const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

/** A direction that nothing slows down, so that a case shows the rule alone. */
export const FREE = { cooldown: 0, stabilization: 0, limits: [] };

export type WrittenPolicy = Partial<PolicyDocument>;

/** A policy from what matters to a case; everything else is as free as it can be. Throws the faults of a refused one. */
export function policyOf(written: WrittenPolicy): Policy {
  const { behavior, ...rest } = written;
  const parsed = parsePolicy({
    group: 'fleet',
    capacity: { min: 0, max: 1000 },
    ...rest,
    behavior: { out: { ...FREE, ...behavior?.out }, in: { ...FREE, ...behavior?.in } },
  });
  if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join('\n'));
  return parsed.value;
}

type Points = { at: string; value: unknown }[];
export interface Seen extends Omit<Partial<ObservationDocument>, 'metrics'> {
  /** A number is measured a minute ago. */
  readonly metrics?: Record<string, number | null | Points>;
}

export function observationOf({ metrics = {}, ...rest }: Seen): Observation {
  const series = Object.entries(metrics).map(([name, seen]) => [
    name,
    typeof seen === 'number' ? [{ at: ago(60), value: seen }] : seen,
  ]);
  const parsed = parseObservation({ now: NOW, ...rest, metrics: Object.fromEntries(series) });
  if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join('\n'));
  return parsed.value;
}

export const decided = (policy: WrittenPolicy, seen: Seen): Decision => decide(policyOf(policy), observationOf(seen));

/** Equal datapoints, a minute apart, the newest a minute ago. */
export const minutes = (...values: unknown[]): Points =>
  values.map((value, index) => ({ at: ago(60 * (values.length - index)), value }));

/** Readings so many seconds apart, the newest so many ago. */
export const every = (step: number, values: readonly unknown[], newest = step): Points =>
  values.map((value, index) => ({ at: ago(newest + step * (values.length - 1 - index)), value }));

/** The same so many times. */
export const steady = (value: number, times: number): number[] => Array<number>(times).fill(value);

type WrittenWorker = Extract<NonNullable<ObservationDocument['workers']>, readonly unknown[]>[number];

/** Workers called `ready-0`, `ready-1`, …; each with `rest`. */
export const workersOf = (count: number, state: WorkerState = 'ready', rest: Partial<WrittenWorker> = {}) =>
  Array.from({ length: count }, (_, index): WrittenWorker => ({ id: `${state}-${index}`, state, ...rest }));

/** Ready workers, one for each value of the metric; undefined for one without. */
export const measuring = (metric: string, ...values: (number | undefined)[]): WrittenWorker[] =>
  values.map((value, index) => ({
    id: `measured-${index}`,
    state: 'ready',
    metrics: value === undefined ? {} : { [metric]: value },
  }));

export interface Case {
  readonly name: string;
  readonly policy: WrittenPolicy;
  readonly seen: Seen;
  /** The decision in the fields that matter; a bare number is the desired capacity. */
  readonly gives: number | Partial<Decision>;
}

/** Each case's decision, as a test of its own. */
export function decides(cases: readonly Case[]): void {
  it.each(cases)('$name', ({ policy, seen, gives }) => {
    expect(decided(policy, seen)).toMatchObject(typeof gives === 'number' ? { desired: gives } : gives);
  });
}

/** What a person reads of a decision. */
export const said = (decision: Decision): string => sentence(decision.reason);

/** What the trace says at a stage; empty when the stage changed nothing. */
export const toldAt = (decision: Decision, stage: string): string =>
  decision.trace
    .filter((entry) => entry.stage === stage)
    .map(({ reason }) => phrase(reason))
    .join('; ');
