import { DescribeAlarmsCommand, GetDashboardCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLaunchTemplateVersionCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import type { Activity } from '../../shared/evaluation/index.ts';
import { groupedBy } from '../../shared/model/index.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../shared/names/limits.ts';
import { DRAINED_EVENT, dashboardName, functionName, queueName, TAG } from '../../shared/names/names.ts';
import { type DecisionDocument, decisionDocument, phrase } from '../../shared/presentation/index.ts';
import { headcount } from '../cli/headcount.ts';
import { onlyInFullRun } from '../full-run.ts';
import { apiStories } from './api-stories.ts';
import { decidedAgain, demoCases } from './demo-cases.ts';
import { deployedStack, STAGE, TEMPLATE } from './deployed-stack.ts';
import { evaluatedFromShell, LEARNT_HOURS, recordRequests, TUNED, tunedPolicy } from './self-tuned.ts';

/** Of the next version of the launch template. */
const NEW_IMAGE = 'ami-0123456789abcdef1';

// One deployment, driven from outside as a user does; the tests follow each other.
const stack = deployedStack();
// A local AWS on a busy machine may take its time; every wait has a bound of its own.

type Item = Parameters<typeof stack.putItem>[0];
const text = (S: string) => ({ S });
const figure = (N: number) => ({ N: String(N) });

/** What every policy item of these tests has: two subnets, no waits. */
const common = (group: string): Item => ({
  pk: text(`GROUP#${group}`),
  sk: text('POLICY'),
  group: text(group),
  provider: {
    M: {
      kind: text('ec2'),
      launchTemplate: { M: { name: text(TEMPLATE) } },
      instanceTypes: { L: [text('c7g.large'), text('m7g.large')] },
      subnets: { L: stack.subnets().map(text) },
    },
  },
  behavior: {
    M: {
      out: { M: { cooldown: figure(0), stabilization: figure(0), limits: { L: [] } } },
      in: { M: { cooldown: figure(0), stabilization: figure(0), limits: { L: [] }, drain: figure(0) } },
    },
  },
});
const capacity = (min: number, max: number) => ({ M: { min: figure(min), max: figure(max) } });

/** A group that adds three workers above `above` and removes two below 10. */
const web = (above: number, bounds = capacity(0, 6)): Item => ({
  ...common('web'),
  capacity: bounds,
  metrics: {
    M: {
      load: {
        M: {
          cloudwatch: { M: { namespace: text('App'), name: text('Load'), dimensions: { M: { Group: text('web') } } } },
        },
      },
    },
  },
  rules: {
    L: [
      {
        M: {
          ...{ name: text('busy'), kind: text('threshold'), metric: text('load') },
          out: { M: { above: figure(above), add: figure(3) } },
          in: { M: { below: figure(10), remove: figure(2) } },
        },
      },
    ],
  },
});
/** A group with a worker for every ten messages in the queue `jobs`. */
const batch = (): Item => ({
  ...common('batch'),
  capacity: capacity(0, 6),
  metrics: { M: { jobs: { M: { sqs: { M: { queue: text('jobs') } } } } } },
  rules: { L: [{ M: { kind: text('backlog'), metric: text('jobs'), perWorker: figure(10) } }] },
});
const NO_WAIT = { cooldown: 0, stabilization: 0, limits: [] };
/** A group that wants two workers whatever happens, and that no test ever wakes. */
const left = (): Item => ({ ...common('left-alone'), capacity: capacity(2, 3) });

const look = (group: string) => stack.queue(JSON.stringify({ groups: [group] }));
/** A group's first resize; those that follow it depend on when they come. */
const firstOf = async (group: string) => (await stack.activities(group)).at(-1);
const versionOf = async (group: string) => (await stack.state(group))?.policy.version;

/** The address of a new queue in which so many messages wait. */
async function queueOf(QueueName: string, messages: number): Promise<string | undefined> {
  const { sqs } = stack.clients();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  for (let sent = 0; sent < messages; sent += 10) {
    const Entries = Array.from({ length: 10 }, (_, n) => ({ Id: `m${n}`, MessageBody: `job ${sent + n}` }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
  return QueueUrl;
}

/** Has the group looked at once more: a worker is not retired before EC2 lists it. Returns how many there are. */
async function lookedAt(group: string): Promise<number> {
  await look(group);
  return stack.instances(group).length;
}

test('the dashboard shows functions, queues and alarms that exist', async () => {
  const { cloudwatch } = stack.clients();
  const DashboardName = dashboardName(STAGE, 'us-east-1');
  const { DashboardBody = '' } = await cloudwatch.send(new GetDashboardCommand({ DashboardName }));
  const body: { widgets: { properties: { metrics?: unknown[][]; alarms?: string[] } }[] } = JSON.parse(DashboardBody);
  const shown = (namespace: string) => {
    const metrics = body.widgets.flatMap(({ properties }) => properties.metrics ?? []);
    return [...new Set(metrics.filter(([first]) => first === namespace).map((metric) => metric[3]))].toSorted();
  };
  // Fifty metrics are free; a tuning that fails harms no decision.
  const functions = Object.keys(FUNCTION_TIMEOUT_SECONDS).filter((name) => !['put-policy', 'tune'].includes(name));
  expect(shown('AWS/Lambda')).toEqual(functions.map((name) => functionName(STAGE, name)).toSorted());
  expect(shown('AWS/SQS')).toEqual(
    (['dead-letters', 'evaluations', 'failures'] as const).map((queue) => queueName(STAGE, queue)),
  );
  const own = { AlarmNamePrefix: functionName(STAGE, '') };
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand(own));
  const alarms = body.widgets.flatMap(({ properties }) => properties.alarms ?? []);
  expect(alarms.toSorted()).toEqual(MetricAlarms.map(({ AlarmArn }) => AlarmArn).toSorted());
});

test('a policy put as a plain item takes effect, and its alarms watch its bounds', async () => {
  await stack.putItem(left());
  await stack.putItem(web(80));
  await expect.poll(() => versionOf('web')).toBe(1);
  expect(await stack.bounds('web')).toEqual({ 'busy/high': 80, 'busy/low': 10 });
  expect((await stack.state('web'))?.policy.errors).toEqual([]);
});

test('metric data beyond a bound fires the alarm, and the deployed function launches tagged workers', async () => {
  const Dimensions = [{ Name: 'Group', Value: 'web' }];
  const MetricData = [{ MetricName: 'Load', Dimensions, Value: 95 }];
  await stack.clients().cloudwatch.send(new PutMetricDataCommand({ Namespace: 'App', MetricData }));
  await expect.poll(() => stack.instances('web').length).toBe(3);

  const activities = () => stack.activities('web');
  await expect.poll(activities).toMatchObject([{ status: 'done', trigger: 'alarm', seen: { metrics: { load: 95 } } }]);
  const [activity] = await activities();
  for (const { tags, subnetId } of stack.instances('web')) {
    expect(stack.subnets()).toContain(subnetId);
    const ours = { [TAG.group]: 'web', [TAG.stage]: STAGE, [TAG.activity]: activity?.id };
    expect(Object.fromEntries(tags)).toMatchObject(ours);
  }
});

test('an invalid policy is rejected with every error, the last valid one stays, and other groups are not affected', async () => {
  await stack.putItem(batch());
  await expect.poll(() => versionOf('batch')).toBe(1);
  await stack.putItem({ ...web(90, capacity(5, 2)), warmup: figure(-1), colour: text('red') });
  const faults = async () => (await stack.state('web'))?.policy.errors.map(({ path }) => path).sort();
  await expect.poll(faults).toEqual(['capacity.min', 'colour', 'warmup']);
  expect(await versionOf('web')).toBe(1);
  expect(await stack.bounds('web')).toEqual({ 'busy/high': 80, 'busy/low': 10 });
  expect(await stack.state('batch')).toMatchObject({ policy: { version: 1, errors: [] } });
});

test('a changed policy changes its alarms, and the group moves into its new bounds', async () => {
  await stack.putItem(web(120, capacity(0, 1)));
  await expect.poll(() => versionOf('web')).toBe(2);
  expect(await stack.bounds('web')).toEqual({ 'busy/high': 120, 'busy/low': 10 });
  expect((await stack.state('web'))?.policy.errors).toEqual([]);
  await expect.poll(() => lookedAt('web')).toBe(1);
});

test('a group on a queue follows the messages that wait in it', async () => {
  const { sqs } = stack.clients();
  const QueueUrl = await queueOf('jobs', 30);
  await stack.queue(JSON.stringify({ groups: ['batch', 'nobody-knows'] }));
  await expect.poll(() => stack.instances('batch').length).toBe(3);
  await expect.poll(async () => (await stack.state('batch'))?.claim).toBeNull();

  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await expect.poll(() => lookedAt('batch')).toBe(0);
});

test('an Auto Scaling group grows to its own maximum, and the workers that are chosen leave with their capacity', async () => {
  await stack.createAutoScalingGroup('fleet', { MinSize: 1, MaxSize: 4, DesiredCapacity: 1 });
  const fleet = () => stack.autoScalingGroup('fleet');
  const QueueUrl = await queueOf('fleet-jobs', 60);
  await stack.putPolicy({
    ...{ group: 'fleet', provider: { kind: 'auto-scaling-group', name: 'fleet' }, capacity: { min: 1, max: 6 } },
    metrics: { jobs: { sqs: { queue: 'fleet-jobs' } } },
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }],
  });
  await expect.poll(() => versionOf('fleet')).toBe(1);
  await expect.poll(() => fleet().inService.length).toBe(1);
  const [first = ''] = fleet().inService;
  await look('fleet');
  await expect.poll(() => fleet().desired).toBe(4);
  await expect.poll(() => fleet().inService.length).toBe(4);
  const activity = await firstOf('fleet');
  expect(activity).toMatchObject({ status: 'done', decision: { direction: 'out', current: 1, desired: 6 } });
  expect(JSON.stringify(activity?.decision)).toContain('group-at-max');

  await stack.clients().sqs.send(new PurgeQueueCommand({ QueueUrl }));
  const afterLook = async () => {
    await look('fleet');
    return fleet().desired;
  };
  await expect.poll(afterLook).toBe(1);
  await expect.poll(() => fleet().inService.length).toBe(1);
  // Balanced over the zones, the oldest go first.
  expect(fleet().inService).not.toContain(first);
});

test('a rollout sets another version of the launch template in the Auto Scaling group, and replaces its worker', async () => {
  const ec2 = new EC2Client({});
  const { LaunchTemplateVersion } = await ec2.send(
    new CreateLaunchTemplateVersionCommand({
      ...{ LaunchTemplateName: TEMPLATE, SourceVersion: '$Default' },
      LaunchTemplateData: { ImageId: NEW_IMAGE },
    }),
  );
  ec2.destroy();
  const version = String(LaunchTemplateVersion?.VersionNumber);
  const images = () => {
    const { inService } = stack.autoScalingGroup('fleet');
    return inService.map((id) => stack.ec2().find(id)?.imageId);
  };
  expect(images()).toEqual([expect.not.stringMatching(NEW_IMAGE)]);
  const replaced = await headcount(['replace', 'fleet', '--version', version, '--because', 'week 48'], {
    environment: stack.environment(),
  });
  expect(replaced).toMatchObject({ code: 0, err: '' });
  const rollout = async () => {
    await look('fleet');
    return (await stack.state('fleet'))?.rollout?.status;
  };
  await expect.poll(rollout).toBe('done');
  await expect.poll(images).toEqual([NEW_IMAGE]);
  expect(stack.autoScalingGroup('fleet').desired).toBe(1);
});

test('a rule with an objective uses the tournament that the deployed function runs on recorded metrics', async () => {
  await recordRequests(stack.clients());
  await stack.putPolicy(tunedPolicy);
  await expect.poll(() => versionOf(TUNED)).toBe(1);
  await look(TUNED);
  await expect.poll(() => firstOf(TUNED)).toMatchObject({ status: 'done', decision: { direction: 'out' } });
  const won = new RegExp(
    `of \\d+ strategies, this is the cheapest that would have stayed within the limit over the last ${LEARNT_HOURS} h`,
  );
  const activity = await firstOf(TUNED);
  // It decides from the readings at hand until the result on the whole history is stored.
  expect(textAt(activity, 'rule:requests')).toMatch(/of \d+ strategies, this is the cheapest .* over the last \d+ min/);
  expect(activity?.outcome).toMatchObject({ launched: { length: activity?.decision.desired } });

  const tuned = async () => (await stack.state(TUNED))?.decision.tuned;
  const timing = { step: 60, boot: 120 };
  await expect.poll(tuned).toMatchObject({
    requests: { kind: 'objective', timing, winner: { seen: LEARNT_HOURS * 3600 } },
    ahead: { kind: 'forecast', timing, calibrated: {} },
  });
  const found = await tuned();
  expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThan(6 * 1024);

  const environment = stack.environment();
  const [{ report, reads }, status] = await Promise.all([
    evaluatedFromShell(environment, stack.endpoint()),
    headcount(['status', TUNED], { environment }),
  ]);
  expect(report.decision?.trace[0]?.because).toMatch(won);
  expect(status.out).toMatch(
    new RegExp(`^objective +requests: .* found \\d+ s ago on ${LEARNT_HOURS} h, next in \\d+ min$`, 'm'),
  );
  expect([reads, await tuned()]).toEqual([1, found]);
  // Decides with the result: one of the recorded cases that are repeated below.
  await look(TUNED);
});

test('a rule with a deadline launches workers for waiting messages, and stores its readings', async () => {
  const QueueUrl = await queueOf('orders', 20);
  await stack.clients().sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 5 }));
  const read = (count: string) => ({ sqs: { queue: 'orders', count } });
  await stack.putPolicy({
    ...{ group: 'deadline', capacity: { min: 0, max: 12 }, warmup: 60 },
    metrics: { waiting: read('waiting'), running: read('inFlight') },
    rules: [{ kind: 'deadline', metric: 'waiting', running: 'running', taskSeconds: 30, startWithin: 120 }],
  });
  await expect.poll(() => versionOf('deadline')).toBe(1);
  await look('deadline');
  await expect.poll(() => firstOf('deadline')).toMatchObject({ status: 'done' });
  const activity = await firstOf('deadline');
  expect(activity?.decision.direction).toBe('out');
  expect(activity?.outcome).toMatchObject({ launched: { length: activity?.decision.desired } });
  expect(textAt(activity, 'rule:waiting')).toContain('15 tasks waiting, 5 running');
  const { waiting, running } = (await stack.state('deadline'))?.decision.readings ?? {};
  expect([waiting?.at(0)?.value, running?.at(0)?.value]).toEqual([15, 5]);
});

test('a size set by hand holds until its end; a pause lets the drain that follows end, and starts nothing new', async () => {
  const QueueUrl = await queueOf('held-jobs', 10);
  await stack.putPolicy({
    ...{ group: 'held', capacity: { min: 0, max: 6 } },
    metrics: { jobs: { sqs: { queue: 'held-jobs' } } },
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }],
    behavior: { out: NO_WAIT, in: { ...NO_WAIT, drain: 5 } },
  });
  await expect.poll(() => versionOf('held')).toBe(1);
  const environment = stack.environment();
  const command = async (...words: string[]) => headcount(words, { environment });
  const because = ['--because', 'load test'];

  expect(await command('scale', 'held', '7', '--for', '1h', ...because)).toMatchObject({ code: 2 });
  expect(await command('scale', 'held', '3', '--for', '1h', ...because)).toMatchObject({ code: 0 });
  await expect.poll(() => lookedAt('held')).toBe(3);
  expect((await command('explain', 'held')).out).toMatch(/manual:scale +3 +Size set to 3 by .+ until .+: load test/);
  expect(await command('scale', 'held', '3', '--for', '1s', ...because)).toMatchObject({ code: 0 });
  await expect.poll(async () => (await lookedAt('held')) && (await stack.state('held'))?.drains).toHaveLength(1);

  expect((await command('pause', 'held', '--because', 'incident')).err).toMatch(/2 workers of held already drain/);
  await expect.poll(() => lookedAt('held')).toBe(1);
  const Entries = Array.from({ length: 10 }, (_, n) => ({ Id: `m${n}`, MessageBody: 'job' }));
  for (let sent = 0; sent < 3; sent++)
    await stack.clients().sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const dry = await command('evaluate', 'held', '--dry-run', '--json');
  expect(JSON.parse(dry.out)).toMatchObject({ decision: { proposal: 4, desired: 1, blockedBy: 'paused' } });
  expect((await command('status')).out).toMatch(/paused by .+: incident/);

  expect(await command('resume', 'held', '--because', 'over')).toMatchObject({ code: 0 });
  await expect.poll(() => lookedAt('held')).toBe(4);
  const { entries } = JSON.parse((await command('audit', 'held', '--json')).out);
  const done = entries.map((each: { action: string; outcome: { result: string } }) => [
    each.action,
    each.outcome.result,
  ]);
  expect(done).toEqual([
    ['resume', 'done'],
    ['pause', 'done'],
    ['scale', 'done'],
    ['scale', 'done'],
    ['scale', 'failed'],
  ]);
});

test('a message that no function can read moves to the dead-letter queue, and no other does', async () => {
  const { sqs } = stack.clients();
  const Attributes = { VisibilityTimeout: '1' };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: stack.output('QueueUrl'), Attributes }));
  await stack.queue('scale everything, please');
  await expect.poll(() => stack.received('DeadLetterQueueUrl')).toEqual(['scale everything, please']);
});

test('an alarm event that no function can read moves to the failures queue', async () => {
  const event = { Records: [{ EventSource: 'aws:sns', Sns: { Message: 'not what CloudWatch writes' } }] };
  expect(await stack.invokeLater('on-alarm', event)).toBe(202);
  const failures = async () => (await stack.received('FailureQueueUrl')).join();
  await expect.poll(failures).toContain('not what CloudWatch writes');
});

test('an interruption is recorded for the group of its worker, and an event of another instance changes nothing', async () => {
  // Before the policy, because an evaluation may use a list of the workers that is some minutes old.
  const [ours, foreign] = [await stack.launchByHand('watched'), await stack.launchByHand(null)];
  await stack.putItem({ ...common('watched'), capacity: capacity(0, 3), dryRun: { BOOL: true } });
  await expect.poll(() => versionOf('watched')).toBe(1);
  // An evaluation sees the worker that was launched by hand. Until then, its events are those of any instance.
  await look('watched');
  const { states } = dynamoStore(stack.clients().dynamodb, stack.output('TableName'));
  await expect.poll(() => states.knownWorker(ours)).toEqual({ group: 'watched' });
  for (const id of [foreign, ours]) {
    const event = stack.eventOf('aws.ec2', 'EC2 Spot Instance Interruption Warning', { 'instance-id': id });
    expect(await stack.invokeLater('on-worker-event', event)).toBe(202);
  }
  const warned = async () => (await stack.state('watched'))?.notices;
  await expect.poll(warned).toMatchObject([{ id: ours, kind: 'interruption' }]);
});

test('only a draining worker is marked as drained by its own event', async () => {
  const until = { [TAG.drainingUntil]: '2099-01-01T00:00:00Z' };
  const [idle, draining] = [await stack.launchByHand('watched'), await stack.launchByHand('watched', until)];
  const tagOf = (id: string) =>
    stack
      .instances('watched')
      .find((each) => each.id === id)
      ?.tags.get(TAG.drained);
  for (const id of [idle, draining]) {
    const event = stack.eventOf('ci.example', DRAINED_EVENT, { 'instance-id': id });
    expect(await stack.invokeLater('on-worker-event', event)).toBe(202);
  }
  await expect.poll(() => tagOf(draining)).toBe('true');
  expect(tagOf(idle)).toBeUndefined();
});

test('a deleted policy deletes its alarms and keeps its workers', async () => {
  await stack.deleteItem('GROUP#web', 'POLICY');
  await expect.poll(() => stack.bounds('web')).toEqual({});
  await expect.poll(() => versionOf('web')).toBeNull();
  expect(stack.instances('web')).toHaveLength(1);
});

apiStories(stack);

// The last two wait for long, and for different things: they do so at the same time.
test.concurrent('the schedule alone resizes a group', onlyInFullRun, async ({ expect }) => {
  await expect.poll(() => stack.instances('left-alone').length).toBe(2);
  const activities = () => stack.activities('left-alone');
  await expect.poll(activities).toMatchObject([{ status: 'done', trigger: 'schedule' }]);
});

test.concurrent('the decisions of a demo are repeated from its recorded cases', onlyInFullRun, async ({ expect }) => {
  const { missing, cases, reports, activities } = await demoCases(look);
  expect(missing).toEqual([]);
  const counts = groupedBy(cases, ({ decision }) => decision.direction);
  expect(cases.length).toBeGreaterThanOrEqual(30);
  expect(counts.get('out')?.length).toBeGreaterThanOrEqual(3);
  expect(counts.get('in')?.length).toBeGreaterThanOrEqual(3);
  expect(counts.get('hold')?.length).toBeGreaterThanOrEqual(10);

  // Among them what rules decided that had found out on recorded demand what drives them.
  expect(cases.filter(({ observation }) => observation.history?.tuned?.['requests']).length).toBeGreaterThan(0);
  const decisions = cases.map(({ decision }) => decision);
  expect(cases.map((each) => decisionDocument(decidedAgain(each)))).toEqual(decisions);
  const input = cases.map((each) => JSON.stringify(each)).join('\n');
  const { out } = await headcount(['decide', '--cases', '-'], { input });
  const answers = out.trimEnd().split('\n');
  expect(answers.map((line) => JSON.parse(line))).toEqual(cases.map(({ id, decision }) => ({ id, decision })));

  // What was recorded is what was reported and done. Two evaluations of a group may start in the same millisecond.
  const recorded = groupedBy(cases, ({ id }) => id);
  const told = reports.map(({ group, at, decision }) => ({ id: idOf(group, at), decision }));
  const done = activities.map(({ group, startedAt, decision }) => ({
    id: idOf(group, startedAt),
    decision: decisionDocument(decision),
  }));
  const acted = [...told, ...done].filter(
    (each): each is { id: string; decision: DecisionDocument } => !!each.decision,
  );
  expect(acted.length).toBeGreaterThan(cases.length);
  for (const { id, decision } of acted) expect(recorded.get(id)?.map((each) => each.decision)).toContainEqual(decision);

  // With another observation they would be others: the agreement is no accident.
  const byDemand = cases.filter(
    ({ decision: { direction, fired } }) => direction === 'out' && fired.includes('requests'),
  );
  expect(byDemand.length).toBeGreaterThanOrEqual(1);
  for (const { policy, observation } of byDemand) {
    const requests = observation.metrics?.['requests']?.map((point) => ({ ...point, value: 0 })) ?? null;
    const quiet = { ...observation, metrics: { requests } };
    expect(decidedAgain({ policy, observation: quiet }).direction).not.toBe('out');
  }
});

const idOf = (group: string, at: number): string => `${group} ${new Date(at).toISOString()}`;

/** What the trace says at a stage. */
function textAt(activity: Activity | null | undefined, stage: string): string {
  const entry = activity?.decision.trace.find((each) => each.stage === stage);
  return entry ? phrase(entry.reason) : '';
}
