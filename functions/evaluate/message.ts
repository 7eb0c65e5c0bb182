import * as z from 'zod';
import { GROUP_NAME } from '../../shared/policy/index.ts';

const message = z.object({ groups: z.array(z.string().regex(GROUP_NAME)).min(1).max(1000) });

/** The groups of one queue message; throws when the body is not what on-schedule writes. */
export function groupsOf(body: string): string[] {
  return message.parse(JSON.parse(body)).groups;
}
