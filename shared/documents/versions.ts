import * as z from 'zod';
import { THROUGH } from '../model/index.ts';
import * as part from './parts.ts';

/** What `policy history`, `get`, `diff`, `rollback` and `delete` print. */
const version = z.int().min(1);
const any = z.unknown();

const changes = z.array(
  z.object({ path: z.string(), before: any, after: any, effect: part.reason.describe('what it means for the group') }),
);

export const history = z.object({
  group: z.string(),
  active: version.nullable(),
  versions: z.array(
    z.object({
      version,
      active: z.boolean(),
      at: part.time.describe('when it was accepted'),
      by: z.string().nullable().describe('null: unknown'),
      because: z.string().nullable(),
      through: z.enum(THROUGH),
      document: any.describe('as its author wrote it'),
      changes: changes.nullable().describe('from the version before; null: it has none that can be read'),
    }),
  ),
  cursor: z.string().nullable().describe('of the next page, for --cursor'),
});

export const got = z.looseObject({}).describe('the policy as its author wrote it');

export const compared = z.array(
  z.object({
    group: z.string(),
    from: version.nullable().describe('null: the group has no active version'),
    to: version.nullable().describe('null: the file'),
    file: z.string().nullable(),
    isNew: z.boolean(),
    changes,
  }),
);

export const rolledBack = z.object({
  group: z.string(),
  from: version.nullable(),
  to: version,
  result: z.enum(['written', 'unchanged']),
  version: version.nullable().describe('the new version'),
  differences: changes.describe('defaults that have changed since'),
});

export const deleted = z.object({
  group: z.string(),
  version: version.nullable(),
  onDelete: z.enum(['drain', 'release']),
});
