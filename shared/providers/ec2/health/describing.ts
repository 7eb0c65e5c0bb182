import { lazyModule } from '../../../model/index.ts';
import type { ListedWorker } from '../../instances/listed-worker.ts';
import type { DescribeRequest, Description, ProviderAdapter } from '../../provider-adapter.ts';
import type { Ec2Config } from '../format/config.ts';
import type { Ec2Plan } from '../format/plan.ts';
import type { StatusChecks, Targets, Workers } from '../ports.ts';
import { endedWorker, hasEnded } from './ended.ts';
import { type HealthReadouts, unusedTargets } from './health.ts';
import { managed, member } from './managed.ts';
import { separated } from './separated.ts';

interface Use {
  readonly workers: Workers;
  readonly statusChecks: StatusChecks;
  readonly targets: Targets;
}

type Request = DescribeRequest<Ec2Config>;

/** Describes groups by the list of their workers, the status checks, and the health of their targets. */
export const describing = (use: Use): Pick<ProviderAdapter<Ec2Config, Ec2Plan>, 'describe' | 'all'> => ({
  async describe(groups, now) {
    const configs = groups.flatMap(({ config }) => config ?? []);
    const mayStay = groups.filter(mayStayKnown);
    const others = groups.filter((group) => !mayStayKnown(group));
    const [listed, facts] = await Promise.all([listedWith(others, use.workers), healthReadouts(configs, use)]);
    const failing = mayStay.filter(({ known }) => known?.workers.some(({ id }) => facts.impaired.has(id)));
    if (failing.length > 0)
      for (const [group, found] of await listedWith(failing, use.workers)) listed.set(group, found);
    return new Map(
      groups.map(({ group, config, known }) => {
        const found = listed.get(group);
        return [group, known && !found ? known : described(found ?? [], config, facts, now)];
      }),
    );
  },

  all: async (groups, now) => (await listing()).listingOf(groups, await use.workers.all(), now),
});

/** Only commands and the API list all groups, so a cold start does not read what does. */
const listing = lazyModule(() => import('./listing.ts'));

function described(
  found: readonly ListedWorker[],
  config: Ec2Config | null,
  facts: HealthReadouts,
  now: number,
): Description {
  const { present, ended, members } = separated(found);
  return {
    workers: present.map((worker) => managed(worker, config, facts, now)),
    ended: ended.map(endedWorker),
    ordered: 0,
    notes: unusedTargets(present, config, facts),
    facts,
    ...(members.length > 0 && { members: members.map((worker) => member(worker, config, facts, now)) }),
  };
}

/** The health of targets is read with the list of workers, and a worker without a heartbeat fails as time passes. */
const mayStayKnown = ({ config, known }: Request): boolean =>
  known !== undefined && config?.targetGroups.length === 0 && config.heartbeat === undefined;

async function healthReadouts(
  configs: readonly Ec2Config[],
  { statusChecks, targets }: Pick<Use, 'statusChecks' | 'targets'>,
): Promise<HealthReadouts> {
  const targetGroups = [...new Set(configs.flatMap((config) => config.targetGroups))];
  const [impaired, health] = await Promise.all([
    configs.some((config) => config.statusChecks) ? statusChecks.impaired() : new Set<string>(),
    targetGroups.length > 0 ? targets.health(targetGroups) : new Map(),
  ]);
  return { impaired, targets: health };
}

/**
 * The listed workers of all groups, and the launched ones that the list lacks: it omits workers that have ended, and may
 * be some seconds old. One that EC2 shows without its tags yet is omitted, because it cannot be marked or terminated.
 */
async function listedWith(groups: readonly Request[], workers: Workers): Promise<Map<string, ListedWorker[]>> {
  if (groups.length === 0) return new Map();
  const listed = await workers.list(groups.map(({ group }) => group));
  const known = new Set([...listed.values()].flatMap((some) => some.map(({ id }) => id)));
  const unlisted = new Map(
    groups.flatMap(({ group, launched = [] }) =>
      launched.filter((id) => !known.has(id)).map((id) => [id, group] as const),
    ),
  );
  const found = unlisted.size > 0 ? await workers.byId([...unlisted.keys()]) : [];
  for (const worker of found) {
    const group = unlisted.get(worker.id);
    if (group === undefined || (worker.group !== group && !hasEnded(worker))) continue;
    listed.set(group, [...(listed.get(group) ?? []), { ...worker, group }]);
  }
  return listed;
}
