import { lazyModule } from '../../model/index.ts';
import type { Report, UnreadableReport } from '../../names/index.ts';
import type { CallBudget } from '../call-budget/index.ts';
import type { Templates } from '../instances/templates-port.ts';
import type { ProviderAdapter } from '../provider-adapter.ts';
import type { FoundWorker } from '../worker.ts';
import type { Ec2Config } from './format/config.ts';
import type { Ec2Plan } from './format/plan.ts';
import { describing } from './health/describing.ts';
import { giveBackDrawn } from './launching/budget.ts';
import { launches } from './launching/launches.ts';
import type { LaunchRooms, Resizer, StatusChecks, Targets, WarmInstances, Workers } from './ports.ts';
import { removals } from './removing/removals.ts';

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

/** The provider `ec2`: instances of a launch template, identified by tags. */
export function ec2Adapter(ports: Ec2Ports): ProviderAdapter<Ec2Config, Ec2Plan> {
  const { targets, budget, templates, find, markDrained, markReported } = ports;
  return {
    ...describing(ports),
    ...launches(ports),
    ...removals(ports),
    hasEvents: true,
    find,
    giveBack: (drawn) => giveBackDrawn(drawn, budget),
    versions: {
      current: async (configs) => (await versions()).currentVersions(configs, templates),
      target: async (config, version) => (await versions()).targetVersion(config, version, templates),
    },
    markDrained,
    markReported,
    async reconcile(request) {
      if (request.config.targetGroups.length > 0) await (await reconciling()).reconcileTargets(request, targets);
    },
  };
}

const versions = lazyModule(() => import('./rollout/versions.ts'));
/** Groups without target groups have nothing to reconcile, so a cold start does not read what does. */
const reconciling = lazyModule(() => import('./targets/reconcile.ts'));
