import * as z from 'zod';
import { CONDITION_EVENT, EVENT, type EventType } from '../../names/index.ts';
import { WATCHED } from '../../state/index.ts';
import { EVENT_VERSION } from './event-document.ts';

/** The published form of every event's `detail`. Only documents, tests and the command line load it: functions do not. */
const time = z.iso.datetime().describe('ISO 8601, UTC');
const count = z.int().min(0);
const workers = z
  .array(z.string())
  .min(1)
  .max(1000)
  .describe('ids of workers; more than 1,000 are split into several events');
const activity = z.string().describe('the resize, as in `headcount activities`');
const policyVersion = count.describe('the version of the policy in force');
const dollars = z.number().min(0);
const paused = z.union([z.boolean(), z.enum(['out', 'in'])]);

const common = {
  version: z.literal(EVENT_VERSION).describe('of this schema'),
  id: z.string().min(1).describe('unique; a repeated delivery has the same id'),
  stage: z.string(),
  group: z.string(),
  at: time,
  code: z.string().describe('why, as a stable code: docs/reference/codes.md'),
  params: z.record(z.string(), z.json()).describe('the parameters of the code'),
  text: z.string().describe('the code and its parameters as sentences for people; they may change'),
};

const decision = {
  current: count,
  desired: count,
  proposal: count.nullable().describe('what the rules asked for; null when they asked for nothing'),
  policyVersion,
};
const resize = {
  activity,
  kind: z.string().describe('what the activity does: `launch`, `remove` or `pool`'),
  launches: count.describe('workers to launch'),
  removes: count.describe('workers to remove'),
  canceledDrains: count.describe('workers whose drain is canceled'),
};
const members = z.array(z.string()).max(1000);
const ended = {
  ...resize,
  started: count.optional().describe('how many of the launched workers were members of the warm pool'),
  pool: z
    .object({ launched: members, parked: members, dropped: members })
    .optional()
    .describe('members of the warm pool that were launched, stopped or hibernated, and terminated'),
  status: z.enum(['done', 'partial', 'failed']),
  startedAt: time,
  seconds: z.number().describe('how long the resize took, with its drain'),
  launched: count,
  terminated: count,
};
const ofWorkers = { activity, workers };
const condition = {
  condition: z.enum(WATCHED),
  status: z.enum(['started', 'ended']),
  since: time.describe('when the condition began'),
};
const budget = {
  spendPerHour: dollars.describe('dollars per hour of the workers whose prices are known'),
  budgetPerHour: dollars.describe('the budget in dollars per hour'),
};
const spec = z.record(z.string(), z.string()).nullable();
const rollout = {
  rollout: z.string().describe('the id of the rollout'),
  status: z.enum(['running', 'paused', 'rolling-back', 'rolled-back', 'done', 'stopped']),
  from: spec.describe('what ran before, such as version and image; null if that is not known'),
  to: spec.describe('what the new workers are; null if there is nothing to launch from'),
  total: count.describe('workers to replace when it started'),
  replaced: count.describe('how many of them are replaced'),
  left: count.describe('how many are left to replace'),
  percent: z
    .number()
    .min(0)
    .max(100)
    .describe('the part of the capacity that is of the version it goes to, and healthy'),
  by: z.string().nullable().describe('who started it; null: Headcount'),
};
const version = {
  policyVersion,
  by: z.string().nullable().describe('who changed the policy; null if the author is not known'),
  because: z.string().nullable(),
};

interface EventSchema {
  /** When it is published, as a clause. */
  readonly when: string;
  readonly detail: z.ZodObject;
}

const schema = (when: string, fields: z.ZodRawShape): EventSchema => ({
  when,
  detail: z.strictObject({ ...common, ...fields }),
});

export const EVENT_SCHEMAS: Readonly<Record<EventType, EventSchema>> = {
  [EVENT.decided]: schema('the desired capacity changes. With `dryRun`, what would be done changes', {
    activity: activity.nullable().describe('null if nothing had to be resized'),
    trigger: z.string().describe('what caused the evaluation'),
    dryRun: z.boolean(),
    direction: z.enum(['out', 'in']),
    change: z.int(),
    blockedBy: z.string().nullable(),
    ...decision,
  }),
  [EVENT.held]: schema('the constraint that holds the group changes', {
    blockedBy: z.string(),
    ...decision,
    unread: z
      .array(z.strictObject({ code: z.string(), params: z.record(z.string(), z.json()) }))
      .max(3)
      .optional()
      .describe('why metrics could not be read, if the group is held for missing data'),
  }),
  [EVENT.resizeStarted]: schema('a resize has claimed the group', {
    ...resize,
    policyVersion,
    trigger: z.string(),
    pool: z
      .object({ launches: count, parks: count, drops: count })
      .optional()
      .describe('members of the warm pool to launch, to stop or hibernate, and to terminate'),
  }),
  [EVENT.resizeCompleted]: schema('a resize has ended, in full or in part', ended),
  [EVENT.resizeFailed]: schema('a resize launched nothing', ended),
  [EVENT.launched]: schema('the provider launched workers', ofWorkers),
  [EVENT.draining]: schema('workers have the draining tag and are deregistered from their target groups', {
    ...ofWorkers,
    until: time.describe('when they are terminated at the latest'),
  }),
  [EVENT.takenBack]: schema('the drain of workers was canceled and their tag removed', ofWorkers),
  [EVENT.terminated]: schema('workers were terminated, or were already gone', ofWorkers),
  [EVENT.unhealthy]: schema('workers are found unhealthy, or are about to be interrupted', {
    activity: z.null(),
    workers,
  }),
  [EVENT.replaced]: schema('unhealthy workers were terminated after their replacements were launched', ofWorkers),
  [EVENT.policyAccepted]: schema('a policy was accepted. It is in force', version),
  [EVENT.policyRefused]: schema('a policy was rejected', {
    policyVersion: policyVersion.nullable().describe('the version that stays in force; null if there is none'),
    by: version.by,
    because: version.because,
    errors: z
      .array(
        z.strictObject({
          path: z.string(),
          code: z.string(),
          params: z.record(z.string(), z.json()),
          message: z.string(),
        }),
      )
      .describe('at most ten of them'),
    more: count.describe('errors beyond these'),
  }),
  [EVENT.policyRolledBack]: schema('the document of an earlier version was accepted as a new version', {
    ...version,
    rolledBackTo: count.describe('the version that has the same document'),
  }),
  [EVENT.paused]: schema('an evaluation finds the group paused', { paused }),
  [EVENT.resumed]: schema('an evaluation finds the group no longer paused', { paused: z.literal(false) }),
  [CONDITION_EVENT['cannot-launch']]: schema('the group lacks workers and launches fail, for `notifyAfter`', condition),
  [CONDITION_EVENT['no-data']]: schema('a rule has no data, for `notifyAfter`', condition),
  [CONDITION_EVENT['replacing-in-loop']]: schema(
    'workers are unhealthy and `guards.velocity` allows no more replacements, for `notifyAfter`',
    condition,
  ),
  [CONDITION_EVENT['at-max']]: schema('the rules ask for more than the maximum, for `notifyAfter`', condition),
  [EVENT.budgetNear]: schema('the workers cost at least 80 % of `guards.budget`', budget),
  [EVENT.budgetExhausted]: schema('`guards.budget` pays for no more workers', budget),
  [EVENT.overflowing]: schema('the group begins to ask another region for workers, or stops asking', {
    region: z.string().nullable().describe('the other region; null if the policy no longer says'),
    status: z.enum(['started', 'ended']),
    workers: count.describe('how many it asks for'),
  }),
  [EVENT.overflowFailed]: schema('asking another region for workers fails', {
    region: z.string(),
    since: time.describe('when the first request failed'),
    cause: z.string().describe('the code of the cause'),
  }),
  [EVENT.rolloutStarted]: schema('a rollout starts, or continues with a newer version', rollout),
  [EVENT.rolloutCheckpoint]: schema('a rollout has reached a checkpoint', rollout),
  [EVENT.rolloutCompleted]: schema('a rollout has replaced all workers', rollout),
  [EVENT.rolloutFailed]: schema(
    'a rollout fails: its workers go back to what ran before, or it is paused, or it stops',
    rollout,
  ),
  [EVENT.rolloutRolledBack]: schema('a rollout was rolled back: all workers are again what ran before it', rollout),
  [EVENT.dropped]: schema('the bus accepts events again, and the oldest were dropped in the meantime', {
    entries: count.min(1).describe('how many were dropped: decisions, steps of resizes, and other events'),
    since: time.describe('when the oldest of them happened'),
  }),
};

/** The JSON Schema of an event's `detail`. */
export function eventJsonSchema(type: EventType): z.core.JSONSchema.JSONSchema {
  const { when, detail } = EVENT_SCHEMAS[type];
  const { $schema, ...made } = z.toJSONSchema(detail);
  // A consumer must not reject an event that has a new field.
  const { additionalProperties: _, ...open } = made;
  return {
    ...($schema && { $schema }),
    title: type,
    description: `The detail of the event "${type}": published when ${when}.`,
    ...open,
  };
}

/** The file of an event's schema in the package. */
export const eventFile = (type: string): string => `${eventWord(type)}.schema.json`;

/** An event's name as one word: `worker-draining`. */
export const eventWord = (type: string): string => type.toLowerCase().replaceAll(/[ _]/g, '-');

/** An event by its `detail-type`, also written as `worker-draining`. */
export function eventTypeOf(name: string): EventType | undefined {
  return (Object.keys(EVENT_SCHEMAS) as EventType[]).find((type) => eventWord(type) === eventWord(name));
}
