import {
  acceptPolicy,
  type EvaluationDependencies,
  type EvaluationReport,
  evaluate,
  PolicyCache,
  type Trigger,
} from '../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { intentDocument, outcomeDocument, sentence } from '../../../shared/presentation/index.ts';
import { type Ec2Ports, ec2Adapter } from '../../../shared/providers/ec2/adapter.ts';
import { type Providers, providersFrom } from '../../../shared/providers/index.ts';
import { type SourceReader, sourcesFrom } from '../../../shared/sources/index.ts';
import type { GroupState } from '../../../shared/state/index.ts';
import { NOON } from '../../contracts/examples.ts';
import { copyOf } from '../../fakes/copy.ts';
import { FakeFleet } from '../../fakes/ec2/fake-fleet.ts';
import { FakeRooms } from '../../fakes/ec2/fake-rooms.ts';
import { FakeStatusChecks } from '../../fakes/ec2/fake-status-checks.ts';
import type { FleetOptions } from '../../fakes/ec2/instances.ts';
import { FakeAlarms } from '../../fakes/fake-alarms.ts';
import { FakeAnnouncements } from '../../fakes/fake-announcements.ts';
import { FakeMetrics } from '../../fakes/fake-metrics.ts';
import { FakeQueues } from '../../fakes/fake-queues.ts';
import { FakeTargets } from '../../fakes/fake-targets.ts';
import { MemoryTable } from '../../fakes/table/memory-table.ts';

/** A direction that nothing slows down, so that a test shows one thing at a time. */
export const FREE = { cooldown: 0, stabilization: 0, limits: [] };

/** One worker for every ten jobs in the queue `jobs`; nothing waits, nothing drains. */
export function policyOf(written: Partial<PolicyDocument> = {}): PolicyDocument {
  const { behavior, ...rest } = written;
  return {
    group: 'ci',
    provider: {
      kind: 'ec2',
      launchTemplate: { name: 'ci-runner' },
      instanceTypes: ['c7g.large'],
      subnets: ['subnet-a', 'subnet-b'],
    },
    capacity: { min: 0, max: 100 },
    metrics: { jobs: { sqs: { queue: 'jobs' } } },
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }],
    ...rest,
    behavior: { out: { ...FREE, ...behavior?.out }, in: { ...FREE, drain: 0, ...behavior?.in } },
  };
}

/** The same policy for workers that do one job and end. */
export const withOneJob = (document: PolicyDocument): PolicyDocument =>
  document.provider?.kind === 'ec2' ? { ...document, provider: { ...document.provider, ephemeral: true } } : document;

export const POOLS = ['c7g.large/subnet-a/on-demand', 'c7g.large/subnet-b/on-demand'] as const;
export const LEASE_SECONDS = 180;

const WRITES = ['claims.begin', 'claims.resume', 'claims.settle', 'states.remember'];

/** A report with the sentence of its reason, and with what it did as JSON shows it. */
export type ToldReport = Omit<EvaluationReport, 'intent' | 'outcome'> & {
  readonly told: string;
  readonly intent?: ReturnType<typeof intentDocument>;
  readonly outcome?: ReturnType<typeof outcomeDocument>;
};

export type Setting = ReturnType<typeof setting>;

/** Other dependencies for one evaluation, or other ports of EC2. */
type Changed = Partial<EvaluationDependencies> & Partial<Ec2Ports>;

/** The providers over the ports of EC2. */
export const providersOver = (ports: Ec2Ports): Providers => providersFrom({ ec2: ec2Adapter(ports) });

/** Everything that evaluations reach, as fakes, at noon; time passes only by `pass`. */
export function setting(fleetOptions: Omit<FleetOptions, 'clock'> = {}) {
  let now = NOON;
  let ids = 0;
  const clock = () => now;
  const table = new MemoryTable();
  const fleet = new FakeFleet({ clock, ...fleetOptions });
  const [metrics, queues, alarms] = [new FakeMetrics(), new FakeQueues(), new FakeAlarms()];
  const readers = { cloudwatch: metrics, sqs: queues };
  const cache = new PolicyCache();
  const isRunning = (id: string) => fleet.stateOf(id) === 'running';
  const [statusChecks, targets, rooms] = [new FakeStatusChecks(isRunning), new FakeTargets(isRunning), new FakeRooms()];
  const { budget, offerings } = table;
  const announcements = new FakeAnnouncements();
  const ports: Ec2Ports = {
    ...{
      workers: fleet,
      resizer: fleet,
      warm: fleet,
      templates: fleet.templates,
      statusChecks,
      targets,
      rooms,
      budget,
      clock,
    },
    find: (id) => fleet.find(id),
    markDrained: async (id) => fleet.setDrained(id),
    markReported: async (id, report, at) => {
      if (fleet.stateOf(id) !== undefined) fleet.report(id, report, at);
    },
  };
  const dependencies: EvaluationDependencies = {
    ...{ policies: table.policies, states: table.states, claims: table.claims, activities: table.activities },
    sources: sourcesFrom(readers),
    providers: providersOver(ports),
    ...{ evaluations: table.evaluations, counts: table.counts },
    evaluations: table.evaluations,
    ...{ prices: table.prices, costs: table.costs, sizings: table.sizings },
    ...{ offerings, announcements, clock, holder: 'function-1', leaseSeconds: LEASE_SECONDS },
    newActivityId: (at) => `${at}-${String(++ids).padStart(4, '0')}`,
  };
  const many = async (
    groups: readonly string[],
    trigger: Trigger = 'schedule',
    changed: Changed = {},
  ): Promise<ToldReport[]> => {
    const others = Object.keys(changed).some((name) => name in ports && name !== 'clock');
    const providers = others ? { providers: providersOver({ ...ports, ...changed }) } : {};
    const reports = await evaluate(groups, trigger, cache, { ...dependencies, ...providers, ...changed });
    return reports.map(({ intent, outcome, ...report }) => ({
      ...{ ...report, told: sentence(report.reason) },
      ...(intent && { intent: intentDocument(intent) }),
      ...(outcome && { outcome: outcomeDocument(outcome) }),
    }));
  };
  const accept = (group: string) =>
    acceptPolicy(group, { records: table.records, alarms, clock, publishing: dependencies });

  return {
    ...{ table, fleet, metrics, queues, alarms, clock, ports, dependencies, many, accept },
    ...{ statusChecks, targets, rooms, budget, offerings, announcements },
    /** Sources with another reader for some kinds. */
    sourcesWith: (others: Readonly<Record<string, SourceReader<never>>>) => sourcesFrom({ ...readers, ...others }),
    pass: (seconds: number): void => {
      now += seconds * 1000;
    },
    /** Puts the document as its author would, and has it accepted. */
    async put(document: Record<string, unknown> | PolicyDocument) {
      const { group } = document as PolicyDocument;
      table.of(group).document = copyOf({ ...document });
      return accept(group);
    },
    /** One evaluation of the group `ci`. */
    async evaluate(changed: Changed = {}, trigger?: Trigger): Promise<ToldReport> {
      const [report] = await many(['ci'], trigger, changed);
      return report as ToldReport;
    },
    state(group = 'ci'): GroupState {
      const state = table.kept.get(group)?.state;
      if (!state) throw new Error(`${group} has no state`);
      return copyOf(state);
    },
    /** Activities of `ci`, newest first, as JSON shows them. */
    activities: async () =>
      (await table.activities.list('ci', 100)).map(({ intent, outcome, ...activity }) => ({
        ...activity,
        intent: intentDocument(intent),
        outcome: outcome && outcomeDocument(outcome),
      })),
    writes: (): number => WRITES.reduce((sum, method) => sum + table.calls.of(method), 0),
    /** Ids of the workers that run, draining or not. */
    alive: (group = 'ci'): string[] => fleet.alive(group).map(({ id }) => id),
  };
}

/** A group `ci` in force with so many workers that are just enough: it has been evaluated once and holds. */
export async function settled(workers: number, document = policyOf(), options: Omit<FleetOptions, 'clock'> = {}) {
  const world = setting(options);
  for (let n = 0; n < workers; n++) world.fleet.add('ci', { zone: `zone-${n % 2}` });
  world.queues.set('jobs', { waiting: workers * 10 });
  await world.put(document);
  await world.evaluate();
  world.table.calls.clear();
  return world;
}
