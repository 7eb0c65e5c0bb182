import * as z from 'zod';
import {
  instant,
  LONGEST_SECONDS,
  MOST_WORKERS,
  oneOf,
  refused,
  valueError,
  whereRight,
  wholeNumber,
} from '../../model/index.ts';
import { duration, faultsOf, PARSING, type Parsed, positiveDuration } from '../../policy/index.ts';
import { simulationError } from '../reasons.ts';
import { SIGNALS } from './signals.ts';

const figure = z.number().positive().max(1e15);
/** As long as a duration may be; unlike one, also a fraction of a second. */
const taskSeconds = z.number().positive().max(LONGEST_SECONDS);

/** The engine's step. It divides a minute, so that CloudWatch's periods contain whole steps. */
const tick = positiveDuration
  .refine((seconds) => seconds <= 60 && 60 % seconds === 0, { error: 'must divide a minute, such as 5, 15 or 60' })
  .default(15);

const failures = z
  .strictObject({
    /** Share of launches that fail, as when every pool lacks capacity. */
    capacityErrors: z.number().min(0).lt(1).default(0),
    /** Mean number of interruptions per worker and hour. */
    interruptionsPerHour: z.number().min(0).max(60).default(0),
  })
  .default({ capacityErrors: 0, interruptionsPerHour: 0 });

const signal = z.enum(SIGNALS);

/** How a metric is published, where it is not as its definition in the policy says. */
const published = z.strictObject({
  signal: signal.optional(),
  /** Time between datapoints, whatever the policy's `period` says: EC2 publishes every 300 s by default. */
  every: positiveDuration.optional(),
  /** As `metricDelay`, of this metric. */
  delay: duration.optional(),
  /** No datapoint while the value is 0. */
  silent: z.boolean().optional(),
  /** A datapoint is visible as soon as its period has begun, and goes on growing until `delay` after its end. */
  grows: z.boolean().optional(),
});
export type Published = z.output<typeof published>;

const metric = z.union([signal, published], {
  error: ({ input }) =>
    typeof input === 'object'
      ? 'must be a signal, or a map with signal, every, delay, silent and grows'
      : valueError('', 'not-one-of', oneOf(SIGNALS, input)).message,
});

const usd = z.number().positive().max(1e6);
/** Stays text, so that a scenario that is printed can be read again. */
const moment = instant.transform((at) => new Date(at).toISOString());

/** A price that moves: each entry counts from its time on. `after`: since the start of the replay. */
const series = z.union([
  usd,
  z
    .array(
      z.union([z.strictObject({ at: moment, usd }), z.strictObject({ after: duration, usd })], {
        error: () => 'must be { at: 2026-11-21T12:00:00Z, usd: 0.03 } or { after: 6h, usd: 0.03 }',
      }),
    )
    .min(1)
    .max(100_000),
]);
export type PriceSeries = z.output<typeof series>;

/** Prices of an instance type in dollars per hour: on demand, or in both markets. Spot prices may be given by zone. */
const typePrices = z.union(
  [
    usd,
    z.strictObject({
      onDemand: usd.optional(),
      spot: z.union([series, z.record(z.string().min(1).max(100), series)]).optional(),
    }),
  ],
  {
    error: () =>
      'must be dollars per hour, above 0, or a map such as { onDemand: 0.0725, spot: 0.03 }; spot may be a list of { at, usd } or { after, usd }, or a map of zones',
  },
);

const common = {
  /** Scales the demand so that its peak (the highest mean over 60 s, for a queue over 300 s) needs this many workers. */
  peakWorkers: z.number().positive().max(MOST_WORKERS).optional(),
  /** Time from a launch until the worker serves; `drain`: from its removal until it is no longer billed. */
  boot: duration.default(120),
  /** Time from a launch until the worker runs: from then on it is in averages, with nothing to do. Default: `boot`. */
  reportsAfter: duration.optional(),
  drain: duration.default(30),
  /**
   * Members of the policy's warm pool. `boot`: from a member's start until it serves, 30 s by default. `price`: what one
   * costs while it waits, as a share of a worker's price: its disks.
   */
  warm: z.strictObject({ boot: duration.optional(), price: z.number().min(0).max(1).optional() }).optional(),
  tick,
  /** Time from the end of a period until its CloudWatch datapoint is available; typically 60 on AWS. */
  metricDelay: duration.default(0),
  evaluateEvery: positiveDuration.default(15),
  /** The shortest time for which a worker is billed, from its launch. EC2 bills a minute at least. */
  minBilled: duration.default(60),
  /** Price of a worker whose type has no other price. */
  hourlyUsd: z.number().min(0).max(1e6).default(0),
  /** Prices by instance type, before those that are stored. The policy's own prices go before them. */
  prices: z.record(z.string().min(1).max(100), typePrices).optional(),
  /** What the group has cost in the calendar month before the replay begins, for a budget of a month. */
  monthUsd: z.number().min(0).max(1e9).optional(),
  /** Initial part of a recording that is simulated but not scored. */
  burnIn: duration.default(0),
  /** `poisson`: a step's arrivals are random with the recorded mean, in whole units of work. */
  noise: z.enum(['none', 'poisson']).default('none'),
  seed: wholeNumber.min(0).max(0xffff_ffff).default(1),
  failures,
  /** Signals of the policy's metrics, where they cannot be inferred from the CloudWatch name or the queue. */
  metrics: z.record(z.string(), metric).default({}),
};

/** Work beyond the capacity of the ready workers in a step is lost. */
const interactive = z.strictObject({
  kind: z.literal('interactive'),
  ...common,
  /** Work units per second that one worker serves. */
  workerRate: figure.optional(),
  /** Time that a unit is in flight, for metrics that count units in flight. */
  taskSeconds: taskSeconds.optional(),
});

/** Tasks wait for a worker; first in, first out. A task that waits longer than `startWithin` is late. */
const queue = z.strictObject({
  kind: z.literal('queue'),
  ...common,
  taskSeconds,
  startWithin: positiveDuration,
  /** `fluid`: workers can share work in arbitrary fractions. `whole`: a task occupies one worker from start to end, and busy workers are not removed. */
  tasks: z.enum(['fluid', 'whole']).default('fluid'),
  /** What the policy knows of each ready worker. `busy`: whether it has a task, which needs whole tasks. Default: nothing. */
  reports: z.literal('busy').optional(),
});

const scenario = z
  .discriminatedUnion('kind', [interactive, queue])
  .superRefine(
    ({ tick: step, evaluateEvery }, context) => {
      if (evaluateEvery % step === 0) return;
      context.addIssue(
        refused(simulationError('', 'evaluate-every-not-multiple', { tick: step, evaluateEvery }), ['evaluateEvery']),
      );
    },
    whereRight('kind', 'tick', 'evaluateEvery'),
  )
  .superRefine(
    (written, context) => {
      if (written.kind === 'queue' && written.reports === 'busy' && written.tasks !== 'whole') {
        context.addIssue({ code: 'custom', message: 'needs tasks: whole', path: ['reports'] });
      }
    },
    whereRight('kind', 'reports', 'tasks'),
  )
  .superRefine((written, context) => {
    if (written.kind === 'interactive' && written.workerRate === undefined && written.peakWorkers === undefined) {
      context.addIssue(refused(simulationError('', 'worker-rate-required', {}), ['workerRate']));
    }
  }, whereRight('kind'));

/** A scenario as written: without defaults, with durations as text. */
export type ScenarioDocument = z.input<typeof scenario>;

/** A validated scenario: properties of the workers and of their work. Durations in seconds. */
export type Scenario = z.output<typeof scenario>;
export type QueueScenario = Extract<Scenario, { kind: 'queue' }>;

/** Validates a scenario. Never throws; returns every validation error. */
export function parseScenario(written: unknown): Parsed<Scenario> {
  const parsed = scenario.safeParse(written, PARSING);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, faults: faultsOf(parsed.error) };
}

/** Work units per second that one worker serves; 1 if the scenario sets only `peakWorkers`. */
export const workerRateOf = (written: Scenario): number =>
  written.kind === 'queue' ? 1 / written.taskSeconds : (written.workerRate ?? 1);

/** Duration in steps of the engine, rounded up. */
export const ticksIn = (seconds: number, { tick: step }: Pick<Scenario, 'tick'>): number => Math.ceil(seconds / step);

/** Duration of a task in steps of the engine; a whole number if tasks are whole. */
export const taskTicksOf = ({ taskSeconds, tasks, tick: step }: QueueScenario): number =>
  tasks === 'whole' ? Math.max(1, Math.round(taskSeconds / step)) : taskSeconds / step;
