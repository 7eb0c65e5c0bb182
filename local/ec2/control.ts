import { z } from 'zod';
import { callFaultIn } from '../query/fault-schema.ts';
import type { Shortage } from './faults.ts';
import type { Ec2World } from './world.ts';

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
 * The stand-in's levers for another process, `POST <path>` with a JSON body each:
 * `faults` (a CallFault), `shortages` (a Shortage), `clear` (both), `reclaim`, `impair`, `protect` (an instance's id).
 * Returns null for a path that is none of them; throws when the body is not what it should be.
 */
export function control(world: Ec2World, path: string, body: unknown): { readonly done: true } | null {
  switch (path) {
    case 'faults':
      world.faults.add(callFaultIn(body));
      break;
    case 'shortages':
      world.shortages.add(withoutUndefined(shortage.parse(body)));
      break;
    case 'clear':
      world.faults.clear();
      world.shortages.clear();
      break;
    case 'reclaim':
      world.reclaim(instance.parse(body).id);
      break;
    case 'impair':
      world.impair(instance.parse(body).id);
      break;
    case 'protect':
      world.protect(instance.parse(body).id);
      break;
    default:
      return null;
  }
  return { done: true };
}

/** What the stand-in has seen and holds: calls by action, and every instance. */
export const report = (world: Ec2World) => ({
  calls: Object.fromEntries(world.calls),
  instances: world.everything().map(({ tags, ...rest }) => ({ ...rest, tags: Object.fromEntries(tags) })),
});

const withoutUndefined = (read: z.infer<typeof shortage>): Shortage =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
