import { LocalEcs } from '../../../../local/ecs/index.ts';
import { acceptPolicy } from '../../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { ec2Adapter } from '../../../../shared/providers/ec2/adapter.ts';
import { ecsServiceAdapter } from '../../../../shared/providers/ecs-service/adapter.ts';
import { ecs } from '../../../../shared/providers/ecs-service/api/ecs.ts';
import { providersFrom } from '../../../../shared/providers/index.ts';
import { copyOf } from '../../../fakes/copy.ts';
import { clusterMain } from '../../../local/ecs/cluster.ts';
import { FREE, policyOf, setting } from '../setting.ts';

/** How many times as large as others instances of a type are. */
const SIZES: Readonly<Record<string, number>> = { 'c7g.xlarge': 2 };

/** Seconds until an instance runs and has joined its cluster. */
export const BOOT = 90;

/** Tasks of the service `main/web`: one for each ten jobs of the queue `web`. */
export const webOf = (more: Partial<PolicyDocument> = {}): PolicyDocument => ({
  ...policyOf(),
  ...{ group: 'web', tier: 'application', cluster: 'main' },
  provider: { kind: 'ecs-service', cluster: 'main', service: 'web' },
  metrics: { requests: { sqs: { queue: 'web' } } },
  rules: [{ kind: 'backlog', metric: 'requests', perWorker: 10 }],
  ...more,
});

/** The instances under it: as many as the tasks need. */
export const nodesOf = (more: Partial<PolicyDocument> = {}): PolicyDocument => ({
  ...policyOf(),
  ...{ group: 'nodes', tier: 'worker', cluster: 'main' },
  metrics: { needed: { formula: 'cluster.desired' } },
  rules: [{ kind: 'backlog', metric: 'needed', perWorker: 1 }],
  behavior: { out: FREE, in: { ...FREE, drain: 60 } },
  ...more,
});

/** A service on instances of two tasks each, or twice that. Nothing happens by itself but what `pass` lets happen. */
export function onInstances(delays: object = {}) {
  const world = setting({ pendingFor: BOOT * 1000 });
  const { table, fleet, ports, alarms, clock } = world;
  const standIn = new LocalEcs(clock, {
    delays: { reaction: 0, starting: 5000, stopping: 5000, invisible: 0, ...delays },
    isRunning: (id) => fleet.stateOf(id) === 'running',
  });
  const call = async (action: string, input: object) => {
    standIn.calls.set(action, (standIn.calls.get(action) ?? 0) + 1);
    return standIn.answer(action, copyOf(input) as Readonly<Record<string, unknown>>);
  };
  const services = ecs({ call, scaling: call, stage: 'dev', pause: async () => {} });
  const providers = providersFrom({ ec2: ec2Adapter(ports), 'ecs-service': ecsServiceAdapter(services) });
  const dependencies = { ...world.dependencies, clusters: table.clusters, providers };
  const main = clusterMain(() => standIn, 'dev');

  /** What the agents of the instances do. */
  const join = () => {
    const running = fleet.alive('nodes').filter(({ id }) => fleet.stateOf(id) === 'running');
    main.join(running.map(({ id, instanceType = '' }) => ({ id, size: SIZES[instanceType] ?? 1 })));
    standIn.services();
  };

  return {
    ...world,
    ...{ standIn, call, join, dependencies, service: main.create },
    async put(document: PolicyDocument) {
      table.of(document.group).document = copyOf({ ...document });
      return acceptPolicy(document.group, { records: table.records, clusters: table.clusters, alarms, clock });
    },
    /** Seconds pass, and what AWS does meanwhile happens. */
    pass(seconds: number) {
      for (let left = seconds; left > 0; left -= 5) {
        world.pass(Math.min(5, left));
        join();
      }
    },
    many: (groups: readonly string[], changed: Partial<typeof dependencies> = {}) =>
      world.many(groups, 'schedule', { ...dependencies, ...changed }),
    running: () => main.running('web'),
  };
}
