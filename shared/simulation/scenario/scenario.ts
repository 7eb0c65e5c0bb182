import * as z from 'zod';
import { duration, faultsOf, issueMessage, type Parsed, positiveDuration } from '../../policy/index.ts';
import { SIGNALS } from './signals.ts';

const figure = z.number().positive().max(1e15);

/** The engine's step. It divides a minute, so that CloudWatch's periods hold whole steps. */
const tick = positiveDuration
  .refine((seconds) => seconds <= 60 && 60 % seconds === 0, { error: 'must divide a minute, such as 5, 15 or 60' })
  .default(15);

const failures = z
  .strictObject({
    /** The share of launches that bring nothing, as when every pool is out of capacity. */
    capacityErrors: z.number().min(0).lt(1).default(0),
    /** How often a worker is taken away, in times an hour that it lives. */
    interruptionsPerHour: z.number().min(0).max(60).default(0),
  })
  .default({ capacityErrors: 0, interruptionsPerHour: 0 });

const common = {
  /** Scales the demand so that its peak (the mean of 60 s, of a queue 300 s) needs this many workers. */
  peakWorkers: figure.optional(),
  /** From a launch until the worker serves, and from its retirement until it is no longer billed. */
  boot: duration.default(120),
  drain: duration.default(30),
  tick,
  /** How much later than its period's end a CloudWatch metric is seen; 60 is usual on AWS. */
  metricDelay: duration.default(0),
  evaluateEvery: positiveDuration.default(15),
  /** EC2 bills a launched worker for at least a minute. */
  minBilled: duration.default(60),
  hourlyUsd: z.number().min(0).max(1e6).default(0),
  /** The start of a recording that is played but not scored. */
  burnIn: duration.default(0),
  /** `poisson`: each step's arrivals are drawn around the recorded mean; a unit of work is then one arrival. */
  noise: z.enum(['none', 'poisson']).default('none'),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  failures,
  /** What the policy's metrics measure here, for those whose CloudWatch name or queue does not tell. */
  metrics: z.record(z.string(), z.enum(SIGNALS)).default({}),
};

/** Work above what the ready workers can do in a step is lost. */
const interactive = z.strictObject({
  kind: z.literal('interactive'),
  ...common,
  /** Work units a second that one worker serves. */
  workerRate: figure.optional(),
  /** How long a unit is in flight, for metrics that count those. */
  taskSeconds: figure.optional(),
});

/** Tasks wait for a worker, first in, first out; one that starts later than `startWithin` after its arrival is late. */
const queue = z.strictObject({
  kind: z.literal('queue'),
  ...common,
  taskSeconds: figure,
  startWithin: positiveDuration,
  /** `fluid`: work flows like water. `whole`: a task holds one worker from start to end, and a busy worker is not retired. */
  tasks: z.enum(['fluid', 'whole']).default('fluid'),
});

const scenario = z.discriminatedUnion('kind', [interactive, queue]).superRefine((written, context) => {
  const { tick: step, evaluateEvery } = written;
  if (evaluateEvery % step !== 0) {
    context.addIssue({ code: 'custom', message: `must be a multiple of tick, ${step}`, path: ['evaluateEvery'] });
  }
  if (written.kind === 'interactive' && written.workerRate === undefined && written.peakWorkers === undefined) {
    context.addIssue({
      code: 'custom',
      message: 'is required, or peakWorkers: it says how much one worker serves',
      path: ['workerRate'],
    });
  }
});

/** What an author may write: defaults left out, durations as text. */
export type ScenarioDocument = z.input<typeof scenario>;

/** What workers and their work are like. Durations in seconds. */
export type Scenario = z.output<typeof scenario>;
export type QueueScenario = Extract<Scenario, { kind: 'queue' }>;

/** Reads a scenario from outside. Never throws: what is wrong comes back as faults, all of them at once. */
export function parseScenario(written: unknown): Parsed<Scenario> {
  const parsed = scenario.safeParse(written, { error: issueMessage });
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, faults: faultsOf(parsed.error) };
}

/** Work units a second that one worker serves. Where only a peak is written, a unit is what a worker serves in a second. */
export const workerRateOf = (each: Scenario): number =>
  each.kind === 'queue' ? 1 / each.taskSeconds : (each.workerRate ?? 1);

/** Whole steps of the engine that last at least so long. */
export const ticksIn = (seconds: number, { tick: step }: Pick<Scenario, 'tick'>): number => Math.ceil(seconds / step);

/** Steps of the engine that a task takes: whole ones where tasks are. */
export const taskTicksOf = ({ taskSeconds, tasks, tick: step }: QueueScenario): number =>
  tasks === 'whole' ? Math.max(1, Math.round(taskSeconds / step)) : taskSeconds / step;
