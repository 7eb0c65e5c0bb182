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
import { inChunks } from '../../../model/index.ts';
import type { SeenTarget, TargetHealth, Targets } from '../ports.ts';

/** AWS documents no limit. Small calls are cheap to repeat when one is rejected. */
const TARGETS_PER_CALL = 100;
const AT_ONCE = 10;
/**
 * Errors of a target group that cannot be used: it is missing or full, belongs to another region or account, or does not
 * accept instances. A stored resize is repeated until it succeeds, so a wrong ARN must not block it.
 */
const UNUSABLE: ReadonlySet<string> = new Set([
  TargetGroupNotFoundException.name,
  TooManyTargetsException.name,
  TooManyRegistrationsForTargetIdException.name,
  'AccessDenied',
  'AccessDeniedException',
  'ValidationError',
]);

/**
 * A worker may be registered with several ports. The health that is last in this order counts, so that every port must be
 * healthy. A port that is being deregistered does not matter.
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

/** Target groups of Elastic Load Balancing. `onUnusable` receives a message for each that cannot be read or used. */
export function elbTargets(client: ElasticLoadBalancingV2Client, onUnusable: (message: string) => void): Targets {
  async function healthOf(group: string): Promise<ReadonlyMap<string, SeenTarget> | undefined> {
    try {
      const answer = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn: group }));
      return healthById(answer.TargetHealthDescriptions ?? []);
    } catch (error) {
      onUnusable(`target group ${group} cannot be read: ${textOf(error)}`);
      return undefined;
    }
  }

  /** Calls for every target group, with all workers in chunks. Skips unusable target groups. */
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
        if (!(error instanceof Error && UNUSABLE.has(error.name))) throw error;
        onUnusable(`target group ${group} is skipped: ${textOf(error)}`);
      });
    await Promise.all(groups.map(inOneOrNone));
  };

  return {
    async health(groups) {
      const found = new Map<string, ReadonlyMap<string, SeenTarget>>();
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

/** A worker that does not run fails the whole call. The call is repeated with each half to skip that worker. */
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

function healthById(descriptions: readonly TargetHealthDescription[]): Map<string, SeenTarget> {
  const found = new Map<string, SeenTarget>();
  for (const { Target: { Id: id = '' } = {}, TargetHealth: seen = {} } of descriptions) {
    const { State: health, Description: text, Reason: code } = seen;
    const known = found.get(id);
    if (!health || (known && BY_WEIGHT.indexOf(health) <= BY_WEIGHT.indexOf(known.health))) continue;
    const cause = text ?? code;
    found.set(id, { health, ...(cause && { cause }) });
  }
  return found;
}

const targets = (ids: readonly string[]) => ids.map((Id) => ({ Id }));

const textOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
