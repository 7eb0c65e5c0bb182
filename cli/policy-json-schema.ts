import * as z from 'zod';
import { policyDocument } from '../shared/policy/index.ts';

type Schema = z.core.JSONSchema.JSONSchema;

/** What an editor shows beside a field: a line each; docs/reference/policy.md is the reference. */
const FIELDS: Readonly<Record<keyof z.input<typeof policyDocument>, string>> = {
  group: 'Name of the worker group: lower-case letters, digits and hyphens. Its workers carry it as a tag.',
  tier: 'What the group is to you: the platform reacts slowly and keeps three workers, applications react fast.',
  profile: 'Fills in the behavior that is not written.',
  paused: 'true, out or in: nothing, no growth, or no shrinking is done.',
  dryRun: 'Decide and tell, but do nothing.',
  onDelete: 'What becomes of the workers when the policy is deleted: drain ends them, release leaves them running.',
  provider: 'What is resized: EC2 instances of a launch template.',
  capacity: 'The fewest and the most workers; min may be 0.',
  warmup: 'A running worker younger than this is warming: not yet counted as serving. Seconds, or 90s, 5m, 2h, 1d.',
  metrics: 'What is measured, by name: from CloudWatch, from an SQS queue, or by a formula over others.',
  rules: 'Each proposes a capacity; the largest proposal wins.',
  behavior: 'How fast the group may grow (out) and shrink (in).',
  guards: 'What may hold a change: maintenance windows, a budget, a floor.',
};

const RULES: Readonly<Record<string, string>> = {
  target: 'Keeps a metric at a value.',
  step: 'Adds or removes by how far a metric is from a threshold, as EC2 Auto Scaling steps do.',
  threshold: 'Acts when a metric stays beyond a bound for a time.',
  backlog: 'As many workers as hold a backlog, or drain it in time.',
  workers: 'Judges workers one by one: grows when all are overloaded, removes exactly the idle ones.',
  schedule: 'Moves the bounds while a window is open.',
  deadline: 'The fewest workers with which every task starts in time.',
  objective: 'Tunes itself to lose no more than a share of the demand.',
  forecast: 'A target on the metric as forecast for the time a new worker would be ready.',
};

const BOOT = "From a launch until the worker serves; without it the policy's warmup, or two minutes.";
/** Of rules whose fields say little by their names alone. */
const RULE_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  deadline: {
    metric: 'Tasks that wait.',
    running: 'Metric of the tasks that workers are at.',
    age: 'Metric of the seconds that the oldest waiting task has waited.',
    taskSeconds: 'Seconds that a task takes, or the metric that measures it.',
    startWithin: 'How long a task may wait before it is started.',
    boot: BOOT,
  },
  objective: {
    metric: 'Demand that does not saturate, with a recorded past: requests or messages that arrive.',
    perWorker: 'As much of it as one worker can serve at full load.',
    lost: 'Share of the demand that may be lost, such as 0.01.',
    boot: BOOT,
  },
  forecast: {
    metric: 'What is forecast; its past must be recorded.',
    quantile: 'Share of the moments in which the metric is to be at most what was forecast.',
    season: 'After how long demand is alike, besides a day and a week.',
    scaleIn: 'Whether it may shrink the group as well.',
    boot: BOOT,
  },
};

const VERSION = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The JSON Schema of what an author may write, made from the schema that decides. It accepts every valid policy; what
 * it cannot say (fields that exclude each other, references, figures that must not cross) is left to the validation.
 */
export function policyJsonSchema(): Schema {
  const { $schema: _version, ...made } = z.toJSONSchema(policyDocument, { io: 'input' });
  for (const [name, description] of Object.entries(FIELDS)) describe(made.properties?.[name], description);
  const { items } = (made.properties?.['rules'] ?? {}) as { items?: { oneOf?: Schema[] } };
  for (const rule of items?.oneOf ?? []) {
    const { const: kind } = (rule.properties?.['kind'] ?? {}) as { const?: string };
    describe(rule, RULES[kind ?? '']);
    for (const [name, description] of Object.entries(RULE_FIELDS[kind ?? ''] ?? {})) {
      describe(rule.properties?.[name], description);
    }
  }
  return {
    $schema: VERSION,
    title: 'Headcount scaling policy',
    description: 'How one worker group is kept at the head count its work needs.',
    ...made,
  };
}

function describe(schema: z.core.JSONSchema._JSONSchema | undefined, description: string | undefined): void {
  if (typeof schema === 'object' && description !== undefined) schema.description = description;
}
