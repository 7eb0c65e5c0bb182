import * as z from 'zod';
import { count, decision, manual, reason, rollout, time } from './parts.ts';

/** What `pause`, `resume`, `scale`, `candidates` and `recommend` print. */
export const controlled = z.object({
  group: z.string(),
  at: time,
  changed: z.boolean().describe('false: nothing had to be changed'),
  manual: manual.describe('what is set by hand now'),
  ended: manual.describe('what is no longer in force'),
  notes: z.array(reason),
});

export const scaled = controlled;
export const pausedGroups = z.union([
  controlled,
  z.array(z.union([controlled, z.object({ group: z.string(), error: reason })])).describe('with --all'),
]);

export const replaced = z.object({
  group: z.string(),
  at: time,
  changed: z.boolean().describe('false: nothing had to be changed'),
  rollout,
  notes: z.array(reason),
});

const listed = z.object({
  id: z.string(),
  state: z.string(),
  zone: z.string().nullable(),
  launchedAt: time.nullable(),
  busy: z.boolean().nullable(),
  outdated: z.boolean(),
  weight: count.optional(),
  reason,
});

export const candidates = z.object({
  group: z.string(),
  at: time,
  dispensable: count.describe('by how much the group is above its minimum'),
  candidates: z.array(listed.extend({ order: z.int().min(1) })),
  kept: z.array(listed),
});

const recommended = z.object({
  group: z.string(),
  at: time,
  rules: z.array(z.object({ rule: z.string(), proposed: count.nullable(), change: z.int().nullable(), reason })),
  decision,
});
export const recommendations = z.union([
  recommended,
  z.array(z.union([recommended, z.object({ group: z.string(), error: reason })])).describe('of all groups'),
]);
