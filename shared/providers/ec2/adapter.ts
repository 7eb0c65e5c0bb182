import { lazyModule, unitsOf } from '../../model/index.ts';
import type { Report, UnreadableReport } from '../../names/index.ts';
import type { CallBudget } from '../call-budget/index.ts';
import type { DescribeRequest, ProviderAdapter } from '../provider-adapter.ts';
import type { FoundWorker, ManagedWorker } from '../worker.ts';
import { because } from './because.ts';
import { terminateCalls } from './call-rates.ts';
import type { Ec2Config } from './format/config.ts';
import type { Ec2Plan, Ec2Removal } from './format/plan.ts';
import { endedWorker, hasEnded } from './health/ended.ts';
import { type HealthReadouts, unusedTargets } from './health/health.ts';
import { isMember, managed, member, UNKNOWN } from './health/managed.ts';
import { admitLaunch, giveBackDrawn, giveBackUnused } from './launching/budget.ts';
import { launchedBefore, launchedNow } from './launching/launched.ts';
import { askedBy, withinRoom } from './launching/limits.ts';
import type {
  Ec2Launch,
  LaunchRooms,
  ListedWorker,
  Resizer,
  SeenTarget,
  StatusChecks,
  Targets,
  Templates,
  WarmInstances,
  Workers,
} from './ports.ts';

export interface Ec2Ports {
  readonly workers: Workers;
  readonly statusChecks: StatusChecks;
  readonly targets: Targets;
  readonly rooms: LaunchRooms;
  readonly budget: CallBudget;
  readonly templates: Templates;
  readonly resizer: Resizer;
  readonly warm: WarmInstances;
  readonly find: (id: string) => Promise<FoundWorker | null>;
  readonly markDrained: (id: string) => Promise<void>;
  readonly markReported: (id: string, report: Report | UnreadableReport, at: number) => Promise<void>;
  /** ms since the epoch. */
  readonly clock: () => number;
}

/** How long EC2 certainly remembers a launch's token; https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html */
const TOKEN_KNOWN_SECONDS = 3600;

/** The provider `ec2`: instances of a launch template, identified by tags. */
export function ec2Adapter(ports: Ec2Ports): ProviderAdapter<Ec2Config, Ec2Plan> {
  const { workers, statusChecks, targets, rooms, budget, templates, resizer, warm, clock } = ports;

  async function healthReadouts(configs: readonly Ec2Config[]): Promise<HealthReadouts> {
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
  async function listedWith(groups: readonly DescribeRequest<Ec2Config>[]): Promise<Map<string, ListedWorker[]>> {
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

  return {
    async describe(groups, now) {
      const configs = groups.flatMap(({ config }) => config ?? []);
      const mayStay = groups.filter(mayStayKnown);
      const others = groups.filter((group) => !mayStayKnown(group));
      const [listed, facts] = await Promise.all([listedWith(others), healthReadouts(configs)]);
      const failing = mayStay.filter(({ known }) => known?.workers.some(({ id }) => facts.impaired.has(id)));
      if (failing.length > 0) for (const [group, found] of await listedWith(failing)) listed.set(group, found);
      return new Map(
        groups.map(({ group, config, known }) => {
          if (known && !listed.has(group)) return [group, known];
          const found = listed.get(group) ?? [];
          const others = found.filter((worker) => !isMember(worker));
          const there = others.filter((worker) => !hasEnded(worker));
          const some = there.map((worker) => managed(worker, config, facts, now));
          const ended = others.filter(hasEnded).map(endedWorker);
          const members = found.filter(isMember).map((worker) => member(worker, config, facts, now));
          return [
            group,
            {
              workers: some,
              ended,
              ordered: 0,
              notes: unusedTargets(there, config, facts),
              facts,
              ...(members.length > 0 && { members }),
            },
          ];
        }),
      );
    },

    hasEvents: true,

    async all(groups, now) {
      const configs = new Map(groups.map(({ group, config }) => [group, config]));
      const listed = await workers.all();
      const of = (group: string) => configs.get(group) ?? null;
      const others = listed.filter((worker) => !isMember(worker));
      const there = others.filter((worker) => !hasEnded(worker));
      return {
        workers: there.map((worker) => managed(worker, of(worker.group), UNKNOWN, now)),
        ended: others.filter(hasEnded).map(endedWorker),
        members: listed.filter(isMember).map((worker) => member(worker, of(worker.group), UNKNOWN, now)),
        errors: new Map(),
        notes: new Map(),
      };
    },

    find: ports.find,

    async admit(plan, { urgency, isPreview }) {
      const wanted = launchIn(plan);
      if (wanted.starts) {
        const { admitStarts } = await starting();
        return admitStarts(wanted, { rooms, budget }, { urgency, isPreview }, clock());
      }
      const { launch, reason } = withinRoom(wanted, await rooms.of(wanted.pools));
      const limits = reason ? [reason] : [];
      if (!launch) return { plan: null, count: 0, reasons: limits, drawn: null };
      return admitLaunch(launch, limits, budget, { urgency, isPreview }, clock());
    },

    async admitRemoval(count, { urgency, isPreview }) {
      const kind = 'terminate-calls';
      const calls = terminateCalls(count);
      if (calls === 0) return { granted: true, reasons: [], drawn: null };
      const draw = isPreview ? budget.peek : budget.take;
      const granted = await draw.call(budget, kind, calls, urgency, clock());
      if (granted === calls) return { granted: true, reasons: [], drawn: isPreview ? null : { kind, count: calls } };
      if (granted > 0 && !isPreview) await budget.giveBack(kind, granted);
      return { granted: false, reasons: [because['terminate-budget']({})], drawn: null };
    },

    giveBack: (drawn) => giveBackDrawn(drawn, budget),

    /**
     * Launches unless the workers already exist. EC2 forgets tokens earlier than tags, so an old launch is found by its tags.
     * While EC2 remembers the token, a partial list is not enough: EC2 may not list the others yet, and a repeated call
     * returns them all.
     */
    async launch({ group, activity, startedAt, plan }, described) {
      const launch = launchIn(plan);
      const there = described.filter((worker) => worker.activity === activity);
      const isTokenKnown = clock() - startedAt < TOKEN_KNOWN_SECONDS * 1000;
      const before = launchedBefore(there, launch);
      const isAll = unitsOf(before.launched) >= askedBy(launch) + unitsOf(launch.starts ?? []);
      if (there.length > 0 && (isAll || !isTokenKnown)) return before;
      if (launch.starts) {
        const { startAndLaunch } = await starting();
        return startAndLaunch({ group, activity }, launch, { resizer, warm, budget, clock });
      }
      const launched = await resizer.launch(group, activity, launch);
      await giveBackUnused(launch, launched, budget);
      return launchedNow(launched, launch);
    },

    async startDraining({ group, workers: ids, plan }, until) {
      await resizer.markDraining(group, ids, until);
      const { targetGroups } = removalIn(plan);
      if (targetGroups.length > 0) await targets.deregister(targetGroups, ids);
    },

    cancelDrain: (group, ids) => resizer.cancelDrain(group, ids),

    async terminate({ group, workers: ids, plan }, { evenBusy, drained }) {
      const { targetGroups } = removalIn(plan);
      if (!drained && targetGroups.length > 0) await targets.deregister(targetGroups, ids);
      return { gone: await resizer.terminate(group, ids, evenBusy), reasons: [] };
    },

    async park({ group, workers: ids, state, returns, plan }) {
      const { targetGroups } = removalIn(plan as Ec2Plan | null);
      if (returns && targetGroups.length > 0) await targets.deregister(targetGroups, ids);
      const { parked, stopped, errors } = await warm.park(group, ids, { state, returns });
      const { notParked } = await hibernating();
      return { parked, stopped, reasons: errors.map(notParked) };
    },

    versions: {
      current: async (configs) => (await versions()).currentVersions(configs, templates),
      target: async (config, version) => (await versions()).targetVersion(config, version, templates),
    },

    markDrained: ports.markDrained,
    markReported: ports.markReported,

    /** Registers running workers in their target groups, and deregisters draining ones. */
    async reconcile({ config, workers: there, facts }) {
      const running = there.filter(({ details }) => details.state === 'running');
      const idsOf = (some: readonly ManagedWorker[]) => some.map(({ id }) => id);
      for (const targetGroup of config.targetGroups) {
        const known = (facts as HealthReadouts).targets.get(targetGroup);
        if (!known) continue;
        const missing = running.filter(({ id, drainingUntil }) => drainingUntil === null && isOut(known.get(id)));
        if (missing.length > 0) await targets.register([targetGroup], idsOf(missing));
        const leaving = running.filter(({ id, drainingUntil }) => drainingUntil !== null && isIn(known.get(id)));
        if (leaving.length > 0) await targets.deregister([targetGroup], idsOf(leaving));
      }
    },
  };
}

/** The health of targets is read with the list of workers, and a worker without a heartbeat fails as time passes. */
const mayStayKnown = ({ config, known }: DescribeRequest<Ec2Config>): boolean =>
  known !== undefined && config?.targetGroups.length === 0 && config.heartbeat === undefined;

const versions = lazyModule(() => import('./rollout/versions.ts'));
const starting = lazyModule(() => import('./warm/starts.ts'));
const hibernating = lazyModule(() => import('./warm/hibernation.ts'));

function launchIn(plan: Ec2Plan): Ec2Launch {
  if ('token' in plan) return plan;
  throw new Error('the plan removes workers');
}

const NO_REMOVAL: Ec2Removal = { targetGroups: [] };
const removalIn = (plan: Ec2Plan | null): Ec2Removal => (plan && 'targetGroups' in plan ? plan : NO_REMOVAL);

/** Whether a target is not registered. A worker whose drain was canceled must be registered again. */
const isOut = (target: SeenTarget | undefined): boolean => target === undefined || target.health === 'draining';

/** Whether a target gets new requests or may get them. */
const isIn = (target: SeenTarget | undefined): boolean =>
  target !== undefined && target.health !== 'draining' && target.health !== 'unused';
