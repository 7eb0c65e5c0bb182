import * as z from 'zod';
import { duration, positiveDuration, withinADay } from '../model/index.ts';
import { plainName } from './names.ts';
import { atLeastOne, exactlyOne } from './one-of.ts';
import { windowFields } from './window.ts';
import { MOST_WORKERS, workerCount as workers } from './worker-count.ts';

const figure = z.number().min(-1e15).max(1e15);
const positive = figure.positive();
const someWorkers = workers.positive();
const percent = z.number().positive().max(1_000_000);

/** On every rule: its name in the trace, and what to propose when its data stays away. */
const common = {
  name: plainName.optional(),
  fallback: z.strictObject({ after: z.int().min(0).max(100_000), workers }).optional(),
};

const tolerance = z.union(
  [
    z.number().min(0).max(1),
    z.strictObject({ out: z.number().min(0).max(1).default(0.1), in: z.number().min(0).max(1).default(0.1) }),
  ],
  { error: 'must be a fraction from 0 to 1, or { out, in } of such' },
);

const targetFields = {
  ...common,
  metric: plainName,
  value: positive,
  tolerance: tolerance
    .default(0.1)
    .transform((written) => (typeof written === 'number' ? { out: written, in: written } : written)),
  per: z.enum(['group', 'worker']).default('group'),
};

const target = z.strictObject({ kind: z.literal('target'), ...targetFields, scaleIn: z.boolean().default(true) });

const adjustment = z
  .strictObject({
    from: figure.optional(),
    to: figure.optional(),
    add: z.int().min(-MOST_WORKERS).max(MOST_WORKERS).optional(),
    percent: z.number().min(-100).max(1_000_000).optional(),
    set: workers.optional(),
  })
  .superRefine(exactlyOne(['add', 'percent', 'set']))
  .superRefine((step, context) => {
    if ((step.from ?? -Infinity) < (step.to ?? Infinity)) return;
    context.addIssue({ code: 'custom', message: 'must have from below to', path: ['from'] });
  });
type Adjustment = z.output<typeof adjustment>;

/**
 * Of two steps that hold for one distance neither is meant more than the other, so none may overlap. A gap is allowed,
 * though EC2 refuses it: there one policy grows and another shrinks, here one rule does both, and between them rests.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StepAdjustment.html
 */
function apart(steps: readonly Adjustment[], context: z.RefinementCtx): void {
  steps.forEach((step, index) => {
    const earlier = steps.slice(0, index);
    const first = earlier.findIndex((other) => isBelow(other.from, step.to) && isBelow(step.from, other.to));
    if (first < 0) return;
    const message = `overlaps steps[${first}]: let each begin where the other ends`;
    context.addIssue({ code: 'custom', message, path: [index] });
  });
}

const isBelow = (from = -Infinity, to = Infinity): boolean => from < to;

const step = z.strictObject({
  kind: z.literal('step'),
  ...common,
  metric: plainName,
  threshold: figure,
  steps: z.array(adjustment).min(1).max(40).superRefine(apart),
  minChange: someWorkers.optional(),
});

const condition = z
  .strictObject({ metric: plainName, above: figure.optional(), below: figure.optional() })
  .superRefine(exactlyOne(['above', 'below']));
const when = z.array(condition).max(20).default([]);

const threshold = z
  .strictObject({
    kind: z.literal('threshold'),
    ...common,
    metric: plainName,
    out: z
      .strictObject({
        above: figure,
        for: withinADay(duration).default(0),
        add: someWorkers.optional(),
        percent: percent.optional(),
        multiply: z.number().gt(1).max(1000).optional(),
        when,
      })
      .superRefine(exactlyOne(['add', 'percent', 'multiply']))
      .optional(),
    in: z
      .strictObject({
        below: figure,
        for: withinADay(duration).default(0),
        remove: someWorkers.optional(),
        percent: percent.max(100).optional(),
        multiply: z.number().min(0).lt(1).optional(),
        when,
      })
      .superRefine(exactlyOne(['remove', 'percent', 'multiply']))
      .optional(),
    cooldown: duration.default(0),
  })
  .superRefine(atLeastOne(['out', 'in']))
  .superRefine((rule, context) => {
    if (!rule.out || !rule.in || rule.in.below <= rule.out.above) return;
    context.addIssue({ code: 'custom', message: 'must not be above out.above', path: ['in', 'below'] });
  });

/** Seconds one task takes: a number, or the metric that measures it. */
const taskSeconds = z.union([positive, plainName], { error: "must be seconds greater than 0, or a metric's name" });

const backlog = z
  .strictObject({
    kind: z.literal('backlog'),
    ...common,
    metric: plainName,
    perWorker: positive.optional(),
    taskSeconds: taskSeconds.optional(),
    drainWithin: positiveDuration.optional(),
    running: plainName.optional(),
  })
  .superRefine(exactlyOne(['perWorker', 'taskSeconds']))
  .superRefine((rule, context) => {
    if ((rule.taskSeconds === undefined) === (rule.drainWithin === undefined)) return;
    context.addIssue({ code: 'custom', message: 'must be written together with taskSeconds', path: ['drainWithin'] });
  });

const workersRule = z.strictObject({
  kind: z.literal('workers'),
  ...common,
  overloaded: z
    .array(z.strictObject({ metric: plainName, above: figure }))
    .min(1)
    .max(20),
  idle: z
    .array(z.strictObject({ metric: plainName, below: figure }))
    .min(1)
    .max(20),
  idleFor: withinADay(duration).default(0),
  add: someWorkers.default(1),
});

const scheduledWindow = z
  .strictObject({ ...windowFields, min: workers.optional(), max: workers.optional(), desired: workers.optional() })
  .superRefine(atLeastOne(['min', 'max', 'desired']))
  .superRefine((window, context) => {
    if ((window.min ?? 0) <= (window.max ?? Infinity)) return;
    context.addIssue({ code: 'custom', message: 'must not be above max', path: ['min'] });
  });
const schedule = z.strictObject({
  kind: z.literal('schedule'),
  ...common,
  windows: z.array(scheduledWindow).min(1).max(100),
});

/** Seconds from a launch until the worker serves; the policy's `warmup` where it is not written. */
const boot = withinADay(positiveDuration).optional();

const deadline = z.strictObject({
  kind: z.literal('deadline'),
  ...common,
  metric: plainName,
  running: plainName.optional(),
  /** The metric that says how many seconds the oldest waiting task has waited. */
  age: plainName.optional(),
  taskSeconds,
  startWithin: positiveDuration,
  boot,
});

const objective = z.strictObject({
  kind: z.literal('objective'),
  ...common,
  metric: plainName,
  perWorker: positive,
  lost: z.number().gt(0).lt(1).default(0.01),
  boot,
});

const forecast = z.strictObject({
  kind: z.literal('forecast'),
  ...targetFields,
  season: positiveDuration.refine((seconds) => seconds <= 7 * 86_400, { error: 'must be at most 7d' }).optional(),
  quantile: z.number().gt(0).lt(1).default(0.9),
  scaleIn: z.boolean().default(false),
  boot,
});

export const rule = z.discriminatedUnion('kind', [
  target,
  step,
  threshold,
  backlog,
  workersRule,
  schedule,
  deadline,
  objective,
  forecast,
]);

export type WrittenRule = z.output<typeof rule>;
/** A rule of an accepted policy: it always has a name. */
export type Rule = WrittenRule & { readonly name: string };
export type RuleOf<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

/** Metrics that a rule reads, each once. */
export function metricsOf(rule: WrittenRule): string[] {
  const names: (string | undefined)[] = [];
  if ('metric' in rule) names.push(rule.metric);
  if ('running' in rule) names.push(rule.running);
  if ('age' in rule) names.push(rule.age);
  if ('taskSeconds' in rule && typeof rule.taskSeconds === 'string') names.push(rule.taskSeconds);
  if (rule.kind === 'threshold')
    names.push(...[...(rule.out?.when ?? []), ...(rule.in?.when ?? [])].map((w) => w.metric));
  if (rule.kind === 'workers') names.push(...[...rule.overloaded, ...rule.idle].map((bound) => bound.metric));
  return [...new Set(names.filter((name) => name !== undefined))];
}
