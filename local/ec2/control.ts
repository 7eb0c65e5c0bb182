import { z } from 'zod';
import { callFaultIn } from '../query/fault-schema.ts';
import type { Shortage } from './faults.ts';
import type { LocalEc2 } from './local-ec2.ts';

const shortage = z.strictObject({
  instanceType: z.string().optional(),
  subnetId: z.string().optional(),
  market: z.enum(['on-demand', 'spot']).optional(),
  remaining: z.int().min(0).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});

const instance = z.strictObject({ id: z.string() });

/**
 * Controls the stand-in from another process: `POST <path>` with a JSON body. Paths:
 * `faults` (a CallFault), `shortages` (a Shortage), `clear` (both), `reclaim`, `impair`, `protect` (an instance's id).
 * Returns null for another path; throws for an invalid body.
 */
export function control(localEc2: LocalEc2, path: string, body: unknown): { readonly done: true } | null {
  switch (path) {
    case 'faults':
      localEc2.faults.add(callFaultIn(body));
      break;
    case 'shortages':
      localEc2.shortages.add(withoutUndefined(shortage.parse(body)));
      break;
    case 'clear':
      localEc2.faults.clear();
      localEc2.shortages.clear();
      break;
    case 'reclaim':
      localEc2.reclaim(instance.parse(body).id);
      break;
    case 'impair':
      localEc2.impair(instance.parse(body).id);
      break;
    case 'protect':
      localEc2.protect(instance.parse(body).id);
      break;
    default:
      return null;
  }
  return { done: true };
}

/** The stand-in's calls by action, and all its instances. */
export const report = (localEc2: LocalEc2) => ({
  calls: Object.fromEntries(localEc2.calls),
  instances: localEc2.everything().map(({ tags, ...rest }) => ({ ...rest, tags: Object.fromEntries(tags) })),
});

const withoutUndefined = (read: z.infer<typeof shortage>): Shortage =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
