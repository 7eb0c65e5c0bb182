import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  InvalidTargetException,
  RegisterTargetsCommand,
  TargetGroupNotFoundException,
  type TargetHealthDescription,
  TooManyRegistrationsForTargetIdException,
  TooManyTargetsException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { inChunks } from '../../../aws/chunks.ts';
import type { TargetHealth, Targets } from '../ports.ts';

/** No limit is documented for either call; this one keeps a refusal cheap. */
const TARGETS_PER_CALL = 100;
const AT_ONCE = 10;
/**
 * What a target group answers that will not be touched: gone, full, of another region or account, of a kind that takes no
 * instances. A resize that is written down is repeated until it is done, whatever the policy says by then: one wrong ARN
 * must not hold it up for ever.
 */
const WILL_NOT: ReadonlySet<string> = new Set([
  TargetGroupNotFoundException.name,
  TooManyTargetsException.name,
  TooManyRegistrationsForTargetIdException.name,
  'AccessDenied',
  'AccessDeniedException',
  'ValidationError',
]);

/**
 * Of a worker that stands in a target group more than once, by several ports, the latest in this order counts: it
 * serves when none of its ports is amiss, and a port on its way out says nothing of the others.
 */
const BY_WEIGHT: readonly TargetHealth[] = [
  'draining',
  'unhealthy.draining',
  'unavailable',
  'healthy',
  'unused',
  'initial',
  'unhealthy',
];

/** Target groups of Elastic Load Balancing. `onUnusable` is told of those that cannot be read or take nobody. */
export function elbTargets(client: ElasticLoadBalancingV2Client, onUnusable: (told: string) => void): Targets {
  async function healthOf(group: string): Promise<ReadonlyMap<string, TargetHealth> | undefined> {
    try {
      const answer = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn: group }));
      return healthById(answer.TargetHealthDescriptions ?? []);
    } catch (error) {
      onUnusable(`target group ${group} cannot be read: ${told(error)}`);
      return undefined;
    }
  }

  /** Calls for every target group, all workers in chunks; passes over target groups that will not. */
  const inEach = async (
    groups: readonly string[],
    ids: readonly string[],
    call: (group: string, ids: readonly string[]) => Promise<unknown>,
  ): Promise<void> => {
    const inOne = async (group: string) => {
      for (const chunk of inChunks(ids, TARGETS_PER_CALL)) await withoutInvalid(chunk, (some) => call(group, some));
    };
    const inOneOrNone = (group: string) =>
      inOne(group).catch((error: unknown) => {
        if (!(error instanceof Error && WILL_NOT.has(error.name))) throw error;
        onUnusable(`target group ${group} is passed over: ${told(error)}`);
      });
    await Promise.all(groups.map(inOneOrNone));
  };

  return {
    async health(groups) {
      const found = new Map<string, ReadonlyMap<string, TargetHealth>>();
      for (const chunk of inChunks([...new Set(groups)], AT_ONCE)) {
        const answers = await Promise.all(chunk.map(healthOf));
        chunk.forEach((group, index) => {
          const health = answers[index];
          if (health) found.set(group, health);
        });
      }
      return found;
    },
    register: (groups, ids) =>
      inEach(groups, ids, (group, some) =>
        client.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets: targets(some) })),
      ),
    deregister: (groups, ids) =>
      inEach(groups, ids, (group, some) =>
        client.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: targets(some) })),
      ),
  };
}

/** One that does not run makes the call fail for all: halves are then tried apart, down to that one alone. */
async function withoutInvalid(
  ids: readonly string[],
  call: (ids: readonly string[]) => Promise<unknown>,
): Promise<void> {
  try {
    await call(ids);
  } catch (error) {
    if (!(error instanceof InvalidTargetException)) throw error;
    if (ids.length === 1) return;
    const half = Math.ceil(ids.length / 2);
    await withoutInvalid(ids.slice(0, half), call);
    await withoutInvalid(ids.slice(half), call);
  }
}

function healthById(descriptions: readonly TargetHealthDescription[]): Map<string, TargetHealth> {
  const health = new Map<string, TargetHealth>();
  for (const { Target: { Id: id = '' } = {}, TargetHealth: { State: state } = {} } of descriptions) {
    const known = health.get(id);
    if (state && (!known || BY_WEIGHT.indexOf(state) > BY_WEIGHT.indexOf(known))) health.set(id, state);
  }
  return health;
}

const targets = (ids: readonly string[]) => ids.map((Id) => ({ Id }));

const told = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
