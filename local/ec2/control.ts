import { z } from 'zod';
import { callFaultIn } from '../query/fault-schema.ts';
import type { Shortage } from './faults.ts';
import type { LaunchFailure } from './launching/launch-failures.ts';
import type { LocalEc2 } from './local-ec2.ts';

const shortage = z.strictObject({
  instanceType: z.string().optional(),
  subnetId: z.string().optional(),
  market: z.enum(['on-demand', 'spot']).optional(),
  remaining: z.int().min(0).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  times: z.int().min(1).optional(),
});

const launchFailure = z.strictObject({
  ...shortage.pick({ instanceType: true, subnetId: true, market: true, message: true }).shape,
  code: z.string(),
  count: z.int().min(1).optional(),
  after: z.number().min(0).optional(),
});

const end = z.strictObject({ id: z.string(), code: z.string(), message: z.string().optional() });
const fleets = z.strictObject({ allowed: z.boolean() });
const offerings = z.strictObject({ type: z.string(), zones: z.array(z.string()).nullable() });
const spotPrice = z.strictObject({ type: z.string(), zone: z.string(), usd: z.number().positive() });
const image = z.strictObject({ id: z.string(), architecture: z.enum(['x86_64', 'arm64']) });
const reservation = z.strictObject({
  instanceType: z.string(),
  zone: z.string(),
  total: z.int().min(1),
  match: z.enum(['open', 'targeted']).default('open'),
  isBlock: z.boolean().default(false),
  group: z.string().nullable().default(null),
});
const isolate = z.strictObject({ subnet: z.string(), isolated: z.boolean().default(true) });
const duration = z.number().min(0).optional();
const lifetimes = z.strictObject({
  invisibleFor: duration,
  untaggedFor: duration,
  staleFor: duration,
  pendingFor: duration,
  initializingFor: duration,
  stoppingFor: duration,
  shuttingDownFor: duration,
  shownAfterwards: duration,
  taggedAfterwards: duration,
});

const instance = z.strictObject({ id: z.string() });

/**
 * Controls the stand-in from another process: `POST <path>` with a JSON body. Paths:
 * - `faults` (a CallFault), `shortages` (a Shortage), `launch-failures` (a LaunchFailure), and `clear` for all of them
 * - `reclaim`, `impair`, `protect`, `shut-down`, `retire` (an instance's id), `end` (an id and the code of a state reason)
 * - `offerings` (an instance type and the zones that offer it), `isolate` (a subnet without a route out)
 * - `image` (an image's id and its architecture), `deregister` (the id of an image), `reserve` (capacity of a type in a zone)
 * - `spot-price` (an instance type, a zone and the new price)
 * - `fleets` (whether the account may use EC2 Fleet), `lifetimes` (durations in ms, for example of invisibility)
 *
 * Returns null for another path; throws for an invalid body.
 */
export function control(localEc2: LocalEc2, path: string, body: unknown): { readonly done: true } | null {
  switch (path) {
    case 'faults':
      localEc2.faults.add(callFaultIn(body));
      break;
    case 'shortages':
      localEc2.shortages.add(withoutUndefined(shortage.parse(body)) as Shortage);
      break;
    case 'launch-failures':
      localEc2.launchFailures.add(withoutUndefined(launchFailure.parse(body)) as LaunchFailure);
      break;
    case 'clear':
      localEc2.faults.clear();
      localEc2.shortages.clear();
      localEc2.launchFailures.clear();
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
    case 'shut-down':
      localEc2.shutDown(instance.parse(body).id);
      break;
    case 'retire':
      localEc2.retire(instance.parse(body).id);
      break;
    case 'end': {
      const { id, code, message } = end.parse(body);
      localEc2.end(id, code, message);
      break;
    }
    case 'fleets':
      localEc2.allowFleets(fleets.parse(body).allowed);
      break;
    case 'offerings': {
      const { type, zones } = offerings.parse(body);
      localEc2.offer(type, zones);
      break;
    }
    case 'spot-price': {
      const { type, zone, usd } = spotPrice.parse(body);
      localEc2.setSpotPrice(type, zone, usd);
      break;
    }
    case 'image':
      localEc2.addImage(image.parse(body));
      break;
    case 'deregister':
      localEc2.deregisterImage(instance.parse(body).id);
      break;
    case 'reserve':
      localEc2.reserve(reservation.parse(body));
      break;
    case 'isolate': {
      const { subnet, isolated } = isolate.parse(body);
      localEc2.isolate(subnet, isolated);
      break;
    }
    case 'lifetimes':
      localEc2.changeLifetimes(withoutUndefined(lifetimes.parse(body)));
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

const withoutUndefined = (read: object): object =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
