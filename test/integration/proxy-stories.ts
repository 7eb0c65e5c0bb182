import { AsyncLocalStorage } from 'node:async_hooks';
import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateQueueCommand, PurgeQueueCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { LocalEc2 } from '../../local/index.ts';
import { startLocalAws } from '../../local/local-aws.ts';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { sqsEvaluationQueue } from '../../shared/aws/sqs/evaluation-queue.ts';
import {
  acceptPolicy,
  type EvaluationReport,
  evaluate,
  PolicyCache,
  queueFollowUps,
} from '../../shared/evaluation/index.ts';
import { LEASE_SECONDS } from '../../shared/names/limits.ts';
import { TAG } from '../../shared/names/names.ts';
import { type PolicyDocument, parsePolicy } from '../../shared/policy/index.ts';
import { type ReportDocument, reportDocument } from '../../shared/presentation/index.ts';
import { awsEvaluation } from '../../shared/runtime/evaluation.ts';
import { type Evidence, violations } from '../chaos/invariants/index.ts';
import { LABEL, type ProxyCall, type ProxyFault, startFaultProxy } from '../fault-proxy/index.ts';
import { createTable } from '../shared/aws/dynamodb/create-table.ts';
import { setEnvironment } from '../shared/aws/environment.ts';
import { patientClients } from '../shared/aws/patient.ts';

const STAGE = 'wire';
const TEMPLATE = 'headcount-wire';
const METRIC = { namespace: 'Headcount/Wire', name: 'Load' } as const;
/** Short enough to wait for; long enough that whoever takes over at once does not see what was launched. */
const INVISIBLE_MS = 150;
const MINUTES_OF_METRIC = 60;
const DRAIN_SECONDS = 30;
const MOST_ROUNDS = 5;

/** What a group goes through, each by one evaluation, and what went before. */
export type Chapter = 'grow' | 'shrink' | 'terminate' | 'return';
export const BEFORE: Readonly<Record<Chapter, readonly Chapter[]>> = {
  grow: [],
  /** Workers are told to drain… */
  shrink: ['grow'],
  /** …and are terminated when they have… */
  terminate: ['grow', 'shrink'],
  /** …or taken back before that. */
  return: ['grow', 'shrink'],
};
const TASKS: Readonly<Record<Chapter, number>> = { grow: 3, shrink: 1, terminate: 1, return: 3 };

/** A call of an evaluation: the `nth` of its action in that chapter, from 1. */
export interface CallPoint {
  readonly chapter: Chapter;
  readonly action: string;
  readonly nth: number;
}
/** `once`: that call; `lasting`: it, its repetitions and all later calls of the action. */
export type Extent = 'once' | 'lasting';

type Told = Pick<ReportDocument, 'result' | 'told'>;

interface Armed {
  readonly point: CallPoint;
  readonly fault: ProxyFault;
  readonly extent: Extent;
  met: number;
}

/** One group on the proxy. Its calls carry its label, so that many can be told apart at the same time. */
interface Line {
  readonly label: string;
  chapter: Chapter;
  /** Calls of this chapter by action, in order. */
  calls: string[];
  armed: Armed | null;
  /** Calls that the proxy does not answer, and whose caller still waits. */
  held: number;
  readonly requests: URLSearchParams[];
}

/** A local AWS behind a proxy, on which stories are played. Restores what it changes in this process when it stops. */
export async function proxyStage() {
  const localAws = await startLocalAws({
    ec2: { lifetimes: { invisibleFor: INVISIBLE_MS, pendingFor: 0, shownAfterwards: 1e9 } },
  });
  const ec2 = localAws.ec2 as LocalEc2;
  const lines = new Map<string, Line>();
  const onAir = new AsyncLocalStorage<Line>();
  const proxy = await startFaultProxy({
    target: localAws.endpoint,
    onCall: (call) => faultOf(lines.get(call.label), call),
    onAnswer: ({ label, service, form }) => {
      if (service === 'ec2') lines.get(label)?.requests.push(form);
    },
    onHold: ({ label }, givenUp) => {
      const line = lines.get(label);
      if (!line) return;
      line.held += 1;
      void givenUp.then(() => {
        line.held -= 1;
      });
    },
  });
  const labelled = (message: unknown) => {
    const { label } = onAir.getStore() ?? {};
    if (label) (message as { request: ClientRequest }).request.setHeader(LABEL, label);
  };
  diagnostics.subscribe('http.client.request.created', labelled);
  const patient = globalThis.setTimeout;
  globalThis.setTimeout = ((call: () => void, ms = 0, ...rest: []) => {
    const line = onAir.getStore();
    if (!line) return patient(call, ms, ...rest);
    if (!isTimeOut(ms)) return patient(call, ms / 8, ...rest);
    let looks = 0;
    const timer = patient(
      () => {
        looks += 1;
        if (line.held > 0 || looks === MOST_LOOKS) call();
        else timer.refresh();
      },
      400 + ms / 25,
    );
    return timer;
  }) as typeof setTimeout;
  const wait = (ms: number) => new Promise((resolve) => patient(resolve, ms));

  const restore = setEnvironment({ ...localAws.environment, AWS_ENDPOINT_URL: proxy.endpoint });
  const clients = patientClients();
  const { dynamodb, sqs, cloudwatch } = clients;
  const connections = functionConnections();
  const [{ QueueUrl: followUps = '' }, subnets] = await Promise.all([
    sqs.send(new CreateQueueCommand({ QueueName: 'follow-ups' })),
    seeded(),
  ]);
  const MetricData = Array.from({ length: MINUTES_OF_METRIC }, (_, minute) => ({
    MetricName: METRIC.name,
    Timestamp: new Date(Date.now() + (minute - 10) * 60_000),
    Value: 1,
  }));
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: METRIC.namespace, MetricData }));
  /** A group in force that has nothing yet and needs three workers. */
  async function story(group: string, instanceTypes: readonly string[] = ['c7g.large', 'm7g.large']) {
    let now = Date.now();
    const clock = () => now;
    const line: Line = { label: group, chapter: 'grow', calls: [], armed: null, held: 0, requests: [] };
    lines.set(group, line);
    // Each has its own table: groups of one share the account's budget of calls, and would hold each other up.
    const table = `wire-${group}`;
    await createTable(dynamodb, table);
    const store = dynamoStore(dynamodb, table);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: group }));
    const document = policyOf(group, instanceTypes, subnets);
    await store.records.put(document, { by: 'the story' });
    const alarms = { keep: async () => ({ put: 0, deleted: 0 }) };
    await acceptPolicy(group, { records: store.records, alarms, clock });
    const parsed = parsePolicy(document);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));

    const dependencies = { ...awsEvaluation(connections, { stage: STAGE, table }), clock };
    const queue = sqsEvaluationQueue(connections.queues, followUps);
    const cache = new PolicyCache();
    /** One evaluation, as a warm function does it; a failure of the whole is a report like any other. */
    const evaluated = (): Promise<Told> =>
      onAir.run(line, async (): Promise<Told> => {
        try {
          const reports = await evaluate([group], 'schedule', cache, { ...dependencies, holder: `function-${now}` });
          await queueFollowUps(reports, queue, () => {});
          return reportDocument(reports[0] as EvaluationReport);
        } catch (error) {
          return { result: 'failed', told: String(error) };
        }
      });

    async function evidence(): Promise<Evidence> {
      const [states, activities] = await Promise.all([store.states.read([group]), store.activities.list(group, 100)]);
      const state = states.get(group);
      if (!state || !parsed.ok) throw new Error(`${group} has no state`);
      return {
        ...{ stage: STAGE, group, state, activities, requests: line.requests, begunAnew: [] },
        policies: new Map([[state.policy.version ?? 0, parsed.value]]),
        instances: ec2.everything(),
        byHand: { launched: new Set(), ended: new Set() },
        needed: TASKS[line.chapter],
      };
    }

    return {
      line,
      evaluated,
      /** One evaluation that meets a fault; how often it was met. */
      async meets(fault: Omit<Armed, 'met'>): Promise<number> {
        const armed = { ...fault, met: 0 };
        line.armed = armed;
        await evaluated();
        line.armed = null;
        return armed.met;
      },
      /** Workers launched so far. */
      launched: (): number => ec2.everything().filter(({ tags }) => tags.get(TAG.group) === group).length,
      /** Demand and time as the chapter begins. */
      async turnTo(chapter: Chapter): Promise<void> {
        Object.assign(line, { chapter, calls: [] });
        await sqs.send(new PurgeQueueCommand({ QueueUrl }));
        const Entries = Array.from({ length: TASKS[chapter] }, (_, n) => ({ Id: `m${n}`, MessageBody: 'task' }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
        if (chapter === 'grow') return;
        // Workers launched in the chapter before are seen by now.
        await wait(INVISIBLE_MS);
        now += (chapter === 'return' ? DRAIN_SECONDS / 2 : DRAIN_SECONDS) * 1000;
      },
      /** Evaluations past every lease, until all that must hold does, or they have had their chance. */
      async recovered(): Promise<string[]> {
        let told: string[] = [];
        for (let round = 0; round < MOST_ROUNDS; round++) {
          now += (LEASE_SECONDS + 1) * 1000;
          // The first one comes before EC2 shows what was launched.
          if (round > 0) await wait(INVISIBLE_MS);
          const { result, told: why } = await evaluated();
          told = violations(await evidence());
          if (told.length === 0) return [];
          told.push(`the last evaluation: ${result}, ${why}`);
        }
        return told;
      },
    };
  }

  return {
    ec2,
    story,
    async stop(): Promise<void> {
      for (const client of Object.values(clients)) client.destroy();
      diagnostics.unsubscribe('http.client.request.created', labelled);
      globalThis.setTimeout = patient;
      restore();
      await proxy.close();
      await localAws.stop();
    },
  };
}
export type ProxyStage = Awaited<ReturnType<typeof proxyStage>>;
export type Story = Awaited<ReturnType<ProxyStage['story']>>;

function faultOf(line: Line | undefined, { action }: ProxyCall): ProxyFault | null {
  if (!line) return null;
  line.calls.push(action);
  const { armed } = line;
  if (!armed) return null;
  const { point, fault, extent } = armed;
  if (action !== point.action) return null;
  const nth = line.calls.filter((each) => each === action).length;
  if (extent === 'once' ? nth !== point.nth : nth < point.nth) return null;
  armed.met += 1;
  return fault;
}

/**
 * The product's time-outs are whole halves of seconds, and its pauses before a repetition are random: both are shorter here,
 * in the same order. But a time-out ends only what the proxy holds: on a busy machine, any call may take longer.
 */
const isTimeOut = (ms: number): boolean => ms >= 1_000 && ms % 500 === 0;
/** After so many, a call that nobody holds has hung. */
const MOST_LOOKS = 100;

/** The launch template, and two subnets. */
async function seeded(): Promise<string[]> {
  const client = new EC2Client({});
  const LaunchTemplateData = { ImageId: 'ami-12345678' };
  await client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: TEMPLATE, LaunchTemplateData }));
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
  client.destroy();
  return Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 2);
}

function policyOf(group: string, instanceTypes: readonly string[], subnets: readonly string[]): PolicyDocument {
  const free = { cooldown: 0, stabilization: 0, limits: [] };
  return {
    group,
    provider: {
      kind: 'ec2',
      launchTemplate: { name: TEMPLATE },
      instanceTypes: [...instanceTypes],
      subnets: [...subnets],
      spot: { percent: 50, onDemandBase: 1 },
    },
    capacity: { min: 0, max: 10 },
    metrics: { tasks: { sqs: { queue: group } }, load: { cloudwatch: { ...METRIC, statistic: 'Maximum' } } },
    rules: [
      { name: 'tasks', kind: 'backlog', metric: 'tasks', perWorker: 1 },
      { name: 'load', kind: 'threshold', metric: 'load', out: { above: 1000, add: 1 } },
    ],
    behavior: { out: free, in: { ...free, drain: DRAIN_SECONDS } },
  };
}
