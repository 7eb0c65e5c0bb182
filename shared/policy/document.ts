import * as z from 'zod';
import { duration, groupName, workerCount } from '../model/index.ts';
import { rule } from '../rules/index.ts';
import { behavior } from './behavior.ts';
import { guards } from './guards.ts';
import { metrics } from './metrics.ts';
import { provider } from './provider.ts';

const capacity = z.strictObject({ min: workerCount, max: workerCount }).superRefine(({ min, max }, context) => {
  if (min <= max) return;
  context.addIssue({ code: 'custom', message: `must not be above max, ${max}`, path: ['min'] });
});

/** The policy document as its author writes it: the public contract, described field by field in docs/reference/policy.md. */
export const policyDocument = z.strictObject({
  group: groupName,
  tier: z.enum(['application', 'worker', 'platform']).default('worker'),
  profile: z.enum(['aggressive', 'balanced', 'conservative']).optional(),
  paused: z.union([z.boolean(), z.enum(['out', 'in'])], { error: 'must be true, false, out or in' }).default(false),
  dryRun: z.boolean().default(false),
  onDelete: z.enum(['drain', 'release']).default('release'),
  provider: provider.optional(),
  capacity,
  warmup: duration.default(0),
  metrics,
  rules: z.array(rule).max(50).default([]),
  behavior,
  guards,
});

/** What an author may write: defaults left out, durations as text. */
export type PolicyDocument = z.input<typeof policyDocument>;
export type ParsedDocument = z.output<typeof policyDocument>;
