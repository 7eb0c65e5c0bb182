import * as z from 'zod';
import { instant } from '../../model/index.ts';

/** What a function gets. A new field may be added; `version` is raised when a field changes its meaning. */
interface Common {
  readonly version: 1;
  readonly group: string;
  /** The stage of Headcount, so that one function may serve several. */
  readonly stage: string;
}
export interface DescribeMessage extends Common {
  readonly action: 'describe';
}
export interface ResizeMessage extends Common {
  readonly action: 'resize';
  /** The same for every repetition of a resize. */
  readonly idempotencyKey: string;
  /** The desired number when it was decided, and what it is to become. */
  readonly from: number;
  readonly desired: number;
}
export interface TerminateMessage extends Common {
  readonly action: 'terminate';
  readonly idempotencyKey: string;
  /** Exactly these are to end, each with its place in the desired number. */
  readonly workers: readonly string[];
  /** Whether a worker may be ended although it is busy. */
  readonly evenBusy: boolean;
}
export interface MarkMessage extends Common {
  readonly action: 'mark';
  readonly workers: readonly string[];
  /** Texts to keep for these workers, and to return as their `marks`; null: remove it. */
  readonly marks: Readonly<Record<string, string | null>>;
}
export type Message = DescribeMessage | ResizeMessage | TerminateMessage | MarkMessage;

const MOST_WORKERS = 5000;
/** No slash: it separates the parts of the id that Headcount makes of it. */
const workerId = z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits, and . _ : -');
const count = z.int().min(0).max(100_000);
const text = z.string().max(1000);

const worker = z.object({
  id: workerId,
  state: z.enum(['pending', 'ready', 'unhealthy']).meta({ description: 'An ended worker is left out.' }),
  launchedAt: instant.optional().meta({ description: 'ISO 8601.' }),
  zone: z.string().max(100).optional(),
  protected: z.boolean().optional().meta({ description: 'It must not be ended.' }),
  busy: z.boolean().optional(),
  marks: z.record(z.string().max(128), z.string().max(300)).optional().meta({
    description: 'What `mark` set.',
  }),
});
export type ReportedWorker = z.output<typeof worker>;

const isDistinct = (workers: readonly { readonly id: string }[]): boolean =>
  new Set(workers.map(({ id }) => id)).size === workers.length;

/** What a function returns. Unknown fields are ignored. */
export const ANSWERS = {
  describe: z.object({
    desired: count,
    workers: z.array(worker).max(MOST_WORKERS).refine(isDistinct, 'has an id twice'),
    note: text.optional().meta({ description: 'Shown to operators.' }),
  }),
  resize: z.object({
    desired: count.optional().meta({ description: 'The desired number now.' }),
    rejected: text.optional().meta({ description: 'Why the resize can never be carried out.' }),
  }),
  terminate: z.object({
    gone: z
      .array(workerId)
      .max(MOST_WORKERS)
      .meta({ description: 'Of the workers in the message, those that are ending or gone.' }),
  }),
  mark: z.object({}),
};
export type Action = keyof typeof ANSWERS;
export type AnswerTo<A extends Action> = z.output<(typeof ANSWERS)[A]>;

const common = z.object({ version: z.literal(1), group: z.string(), stage: z.string() });
const named = common.extend({ workers: z.array(z.string()) });
const MESSAGES = {
  describe: common.extend({ action: z.literal('describe') }),
  resize: common.extend({ action: z.literal('resize'), idempotencyKey: z.string(), from: count, desired: count }),
  terminate: named.extend({ action: z.literal('terminate'), idempotencyKey: z.string(), evenBusy: z.boolean() }),
  mark: named.extend({ action: z.literal('mark'), marks: z.record(z.string(), z.string().nullable()) }),
};

/** The JSON Schema of the messages and their answers, by action. */
export function messagesSchema(): object {
  const made = (schema: z.ZodType) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return rest;
  };
  const actions = Object.keys(ANSWERS) as Action[];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Messages of the provider lambda',
    $defs: Object.fromEntries(
      actions.flatMap((action) => [
        [`${action}Message`, made(MESSAGES[action])],
        [`${action}Answer`, made(ANSWERS[action])],
      ]),
    ),
    oneOf: actions.map((action) => ({ $ref: `#/$defs/${action}Message` })),
  };
}
