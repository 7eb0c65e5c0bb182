/** @module-tag full-run */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateTagsCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalAws, SEEDED, seed } from '../../../local/index.ts';
import { REPOSITORY } from '../../../local/paths.ts';
import { iamReads } from '../../../shared/aws/iam.ts';
import { functionName, queueName } from '../../../shared/names/names.ts';
import { blocksOf } from '../../docs/markdown.ts';
import { commandsShownIn, expectShown } from '../../docs/transcript.ts';
import { inTerminal } from '../../terminal/in-terminal.ts';
import { expectDocumented } from '../documented.ts';
import { folderWith, headcount, headcountProcess, type Ran } from '../headcount.ts';
import { clientConfig, deployedStage, invoked, runSchedule } from './deployed-stage.ts';

/** One deployed stack for all tests of this file; each works on a group of its own. */
let localAws: LocalAws;
let subnet: string;
beforeAll(async () => {
  ({ localAws, subnet } = await deployedStage());
});
afterAll(() => localAws.stop());

const run = (command: readonly string[], directory?: string): Promise<Ran> =>
  headcount(command, {
    environment: { ...localAws.environment, HEADCOUNT_STAGE: 'local' },
    ...(directory === undefined ? {} : { directory }),
  });
/** In a process of its own, as in a shell. */
const runAlone = (command: readonly string[], directory = REPOSITORY): Promise<Ran> =>
  headcountProcess(command, { environment: { ...localAws.environment, HEADCOUNT_STAGE: 'local' }, directory });
const json = async (...command: string[]) => {
  const document = JSON.parse((await run([...command, '--json'])).out);
  expectDocumented(command, document);
  return document;
};

const policy = (group: string, capacity = '{ min: 2, max: 6 }', more = ''): string => `${more}group: ${group}
provider: { kind: ec2, launchTemplate: { name: web }, instanceTypes: [c7g.large], subnets: [${subnet}] }
capacity: ${capacity}
metrics: { load: { cloudwatch: { namespace: Test, name: load } } }
rules: [{ kind: target, metric: load, value: 60 }]
`;

async function apply(group: string, ...flags: string[]): Promise<Ran> {
  return run(['policy', 'apply', 'policy.yaml', ...flags], await folderWith({ 'policy.yaml': policy(group) }));
}

interface Audited {
  readonly action: string;
  readonly outcome: { readonly result: string };
}

/** The schedule ticks as well, and may be the one that resizes. */
async function resized(group: string): Promise<void> {
  await expect
    .poll(async () => {
      await run(['evaluate', group]);
      return (await json('activities', group)).map(({ status }: { status: string }) => status);
    })
    .toEqual(['done']);
}

describe('what evaluations recorded', () => {
  test('is explained, drawn and printed as JSON later', async () => {
    await apply('recorded');
    await run(['evaluate', 'recorded']);
    const at = new Date().toISOString();
    const [text, { evaluation, activity }, charts, series] = await Promise.all([
      run(['explain', 'recorded', '--at', at]),
      json('explain', 'recorded', '--at', at),
      run(['metrics', 'recorded', '--last', '10m']),
      json('metrics', 'recorded', '--last', '10m'),
    ]);
    expect(evaluation).toMatchObject({ group: 'recorded', version: 1, metrics: { load: null } });
    expect(evaluation.decision.trace.map(({ stage }: { stage: string }) => stage)).toContain('rule:load');
    expect(activity?.id ?? null).toBe(evaluation.activity);
    expect(text).toMatchObject({
      code: 0,
      out: expect.stringMatching(/policy version 1.*load has no data.*Rules/s),
    });
    expect(charts.out).toMatch(/^load: no data\n\nWorkers\n/);
    expect(charts.out).toContain('desired');
    expect(charts.out).not.toContain('\u001B');
    expect(series).toMatchObject({ group: 'recorded', metrics: { load: [] } });
    expect(series.workers.at(-1)).toMatchObject({ desired: 2 });
    const early = await run(['explain', 'recorded', '--at', '2026-01-01T00:00:00Z']);
    expect(early).toMatchObject({ code: 1, err: expect.stringContaining('No evaluation of recorded is recorded') });
    expect(await run(['metrics', 'nobody'])).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
  });

  test('is reported as a page, and as cases that are decided again; without cases, the report says why', async () => {
    const full = policy('reported', '{ min: 2, max: 6 }', 'history: { detail: full }\n');
    const folder = await folderWith({ 'full.yaml': full, 'plain.yaml': policy('unreported') });
    await run(['policy', 'apply', 'full.yaml', 'plain.yaml', '--no-preflight'], folder);
    await resized('reported');
    await run(['evaluate', 'unreported']);
    const flags = ['--days', '1', '--html', 'page.html', '--cases'];
    const [report, plain] = await Promise.all([
      run(['report', 'reported', ...flags, 'cases.jsonl'], folder),
      run(['report', 'unreported', '--cases', 'none.jsonl'], folder),
    ]);
    const cases = (await readFile(join(folder, 'cases.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(report).toEqual({
      code: 0,
      out: '',
      err: `Wrote page.html.\nWrote ${cases.length} case${cases.length === 1 ? '' : 's'} to cases.jsonl.\n`,
    });
    const json = await run(['report', 'reported', ...flags, 'again.jsonl', '--json'], folder);
    expect({ ...json, out: JSON.parse(json.out) }).toMatchObject({
      ...{ code: 0, err: '' },
      out: { groups: ['reported'], html: 'page.html', cases: { file: 'again.jsonl', count: cases.length } },
    });
    const page = await readFile(join(folder, 'page.html'), 'utf8');
    expect(page).toMatch(
      /<td>0 → 2<\/td><td>done<\/td><td class="text">[^<]*\nlaunched 2 of 2: <span class="id">i-\w+<\/span> /,
    );
    const again = await run(['decide', '--cases', 'cases.jsonl', '--json'], folder);
    expect(again.code).toBe(0);
    const decided = again.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).decision);
    expect(decided).toEqual(cases.map((line) => JSON.parse(line).decision));
    expect(plain).toMatchObject({
      code: 0,
      err: expect.stringContaining('Wrote 0 cases to none.jsonl. Its policy must ask for them'),
    });
    expect(await readFile(join(folder, 'none.jsonl'), 'utf8')).toBe('');
  });

  test('is exposed to Prometheus with the stage, or for one group; and with what doctor finds', async () => {
    await apply('exposed');
    await run(['evaluate', 'exposed']);
    const [stage, one, examined, unknown, wrong] = await Promise.all([
      run(['metrics', '--prometheus']),
      run(['metrics', 'exposed', '--prometheus']),
      run(['metrics', '--prometheus', '--doctor']),
      run(['metrics', 'nowhere', '--prometheus']),
      run(['metrics', 'exposed', '--doctor']),
    ]);
    expect(stage).toMatchObject({ code: 0, err: '' });
    for (const line of [
      'headcount_collector_success{collector="counts"} 1',
      'headcount_collector_success{collector="queues"} 1',
      'headcount_queue_messages{queue="dead-letters"} 0',
      'headcount_group_info{group="exposed",tier="worker",profile="balanced",provider="ec2",history="on"} 1',
    ]) {
      expect(stage.out.split('\n')).toContain(line);
    }
    expect(Number(/^headcount_evaluations_total\{result="resized"\} (\d+)$/m.exec(stage.out)?.[1])).toBeGreaterThan(0);
    expect(one.out).toContain('headcount_desired_workers{group="exposed"} 2');
    expect(one.out).not.toMatch(/headcount_groups|queue_messages|group="recorded"/);
    expect(examined.out).toContain('headcount_collector_success{collector="findings"} 1');
    expect(unknown.code).toBe(1);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--doctor needs --prometheus') });
  });
});

describe('costs and budgets', () => {
  const withBudget = (group: string, type: string): string => `group: ${group}
provider: { kind: ec2, launchTemplate: { name: web }, instanceTypes: [${type}], subnets: [${subnet}] }
capacity: { min: 1, max: 20 }
metrics: { waiting: { pushed: {} } }
rules: [{ kind: backlog, metric: waiting, perWorker: 10 }]
behavior: { out: { limits: [] } }
guards: { budget: { hourlyUsd: 0.3 } }
`;

  test('a budget limits growth at the prices of AWS, and cost, status and top know them', async () => {
    const folder = await folderWith({
      'costly.yaml': withBudget('costly', 'c7g.large'),
      'idle.yaml': withBudget('idle', 'c7g.large').replace('min: 1', 'min: 0'),
    });
    expect(await run(['policy', 'apply', 'costly.yaml'], folder)).toMatchObject({ code: 0 });
    await run(['push', 'costly', 'waiting=90']);
    await expect
      .poll(async () => {
        await run(['evaluate', 'costly']);
        return (await json('status', 'costly')).cost?.hourlyUsd;
      })
      .toBeCloseTo(4 * 0.0725);
    const [status, cost, text, top] = await Promise.all([
      run(['status', 'costly']),
      json('cost', 'costly', '--days', '1'),
      run(['cost']),
      json('top', '--filter', 'costly'),
    ]);
    expect(status.out).toContain('$0.29 per hour');
    expect(cost.groups[0]).toMatchObject({ group: 'costly', hourlyUsd: expect.closeTo(0.29) });
    expect(text.out).toMatch(/costly .*\$0\.29/);
    expect(top).toMatchObject([{ group: 'costly', hourlyUsd: expect.closeTo(0.29) }]);
    const explained = await run(['explain', 'costly']);
    expect(explained.out).toContain('The budget of $0.3 per hour pays for 4 workers at $0.0725 each');
    expect(await run(['policy', 'apply', 'idle.yaml'], folder)).toMatchObject({ code: 0 });
    expect(await run(['cost', 'idle', '--days', '1'])).toMatchObject({
      code: 0,
      err: 'No cost of idle is recorded in this time: no worker ran, or the prices of its workers are unknown. See docs/how-to/costs-and-budgets.md.\n',
    });
    expect(await run(['cost', 'nobody'])).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
  });

  test('a budget whose price cannot be known is rejected, with the type and the remedy', async () => {
    localAws.prices?.set('c6g.large', null);
    const folder = await folderWith({ 'unknown.yaml': withBudget('unpriced', 'c6g.large') });
    const refused = await run(['policy', 'apply', 'unknown.yaml'], folder);
    expect(refused.code).toBe(2);
    expect(refused.err.replaceAll(/\s+/g, ' ')).toContain('write prices: { c6g.large: 0.1 }');
    const audit = await run(['audit', 'unpriced']);
    expect(audit.out).toMatch(/ policy-apply +– +failed: /);
    const gone = await run(['policy', 'delete', 'unpriced', '--because', 'it was rejected', '--yes']);
    expect(gone).toMatchObject({ code: 0 });
  });
});

describe('rightsize', () => {
  const HOUR = 3_600_000;
  const small = 'instanceTypes: [c7g.2xlarge], rightsize: { mode: initial, maxAllowed: c7g.4xlarge }';
  const sized = (group: string) => policy(group, '{ min: 1, max: 4 }').replace('instanceTypes: [c7g.large]', small);

  /** Two values an hour for each worker, in percent. */
  async function used(worker: string, hours: number, cpu: number, memory: number): Promise<void> {
    const cloudwatch = new CloudWatchClient(clientConfig(localAws));
    const start = Math.floor(Date.now() / HOUR - hours) * HOUR;
    const datum = (MetricName: string, hour: number, Value: number) => ({
      ...{ MetricName, Value, Timestamp: new Date(start + hour * HOUR) },
      Dimensions: [{ Name: 'InstanceId', Value: worker }],
    });
    for (const [Namespace, name, value] of [
      ['AWS/EC2', 'CPUUtilization', cpu],
      ['CWAgent', 'mem_used_percent', memory],
    ] as const) {
      const MetricData = Array.from({ length: hours }, (_, hour) => datum(name, hour, value));
      await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
    }
    cloudwatch.destroy();
  }

  test('recommends a type from what CloudWatch has, and the next launches use it', async () => {
    const folder = await folderWith({ 'sized.yaml': sized('sized') });
    expect(await run(['policy', 'apply', 'sized.yaml'], folder)).toMatchObject({ code: 0 });
    await resized('sized');
    const [{ id: worker }] = (await json('workers', 'sized')).workers;
    const early = await run(['rightsize', 'sized']);
    expect(early).toMatchObject({
      code: 0,
      out: expect.stringContaining(
        'No CPU usage of any worker was measured; a recommendation needs 30 different hours',
      ),
    });
    await used(worker, 170, 20, 20);
    const found = await json('rightsize', 'sized');
    expect(found).toMatchObject({ recommended: 'c7g.large', current: 'c7g.2xlarge', applies: true });
    expect(found.cpu).toMatchObject({ peakVcpus: 1.6, workers: 1 });
    expect(found.workers).toMatchObject([{ worker, type: 'c7g.2xlarge', peakVcpus: 1.6, peakGiB: 3.2 }]);
    const page = await run(['rightsize', 'sized', '--html', 'sized.html'], folder);
    expect(page.out).toContain('c7g.large instead of c7g.2xlarge');
    expect(await readFile(join(folder, 'sized.html'), 'utf8')).toContain('<table class="heat">');
    await invoked(localAws, functionName('local', 'refresh-prices'));
    expect((await run(['status', 'sized'])).out).toMatch(
      /launches use c7g\.large, c7g\.2xlarge instead of c7g\.2xlarge/,
    );
  });

  test('needs a group', async () => {
    expect(await run(['rightsize', 'nobody'])).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
  });
});

describe('policy apply', () => {
  test('waits until the version is active; the list says who wrote it and why', async () => {
    const applied = await apply('applied', '--because', 'a test');
    expect(applied).toMatchObject({ code: 0, out: 'applied: version 1 is active\n' });
    // Nothing publishes the metric of the policy, and the account has one subnet in the policy.
    expect(applied.err).toContain('applied: warning: Metric load does not exist in cloudwatch');
    const listed = await json('policy', 'list');
    expect(listed.find(({ group }: { group: string }) => group === 'applied')).toEqual({
      group: 'applied',
      version: 1,
      acceptedAt: expect.stringMatching(/^\d{4}-/),
      by: expect.stringContaining('@'),
      because: 'a test',
      faults: [],
    });
    expect((await run(['policy', 'list'])).out).toMatch(/^applied +1 +\d{4}-.* a test +–$/m);
  });

  test('creates a new version only if the policy has changed', async () => {
    await apply('versions');
    expect((await apply('versions')).out).toBe('versions: version 1 is active already\n');
    const changed = await folderWith({ 'changed.yaml': policy('versions', '{ min: 3, max: 6 }') });
    const applied = await run(['policy', 'apply', 'changed.yaml', '--json', '--no-preflight'], changed);
    expect(JSON.parse(applied.out)).toEqual([{ group: 'versions', version: 2, warnings: [], notes: [] }]);
  });

  test('applies several groups from one file', async () => {
    const both = await folderWith({ 'both.yaml': `${policy('one')}---\n${policy('two')}` });
    expect((await run(['policy', 'apply', 'both.yaml'], both)).out).toBe(
      'one: version 1 is active\ntwo: version 1 is active\n',
    );
  });

  test('without waiting, reports only that it is written', async () => {
    expect((await apply('unwaited', '--no-wait')).out).toBe('unwaited: written\n');
  });
});

test('the local AWS has the service-linked role that the preflight of its Auto Scaling group needs', async () => {
  await seed(localAws.environment);
  const iam = iamReads(new SQSClient(clientConfig(localAws)).config, localAws.environment);
  expect(await iam.hasRole('AWSServiceRoleForAutoScaling')).toEqual({ value: true });
});

test('apply, status and explain print what the README shows', async () => {
  await seed(localAws.environment);
  const sqs = new SQSClient(clientConfig(localAws));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: SEEDED.queue }));
  for (let job = 1; job <= 9; job += 1) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `job ${job}` }));
  sqs.destroy();

  const shownPolicy = blocksOf('README.md').find(({ language }) => language === 'yaml');
  const folder = await folderWith({ 'ci.yaml': shownPolicy?.text ?? '' });
  const [applied, listed, explained, ...more] = commandsShownIn('README.md');
  if (!applied || !listed || !explained) throw new Error('the README shows fewer than three commands');
  expect(more).toEqual([]);
  expectShown(applied, (await runAlone(applied.words, folder)).out);
  await resized('ci-runners');
  await expect.poll(async () => (await json('status', 'ci-runners')).live).toBe(4);
  expectShown(listed, (await runAlone(listed.words)).out);
  expectShown(explained, (await runAlone(explained.words)).out);
});

test('an evaluation from the shell resizes, and status, activities and explain show it', async () => {
  await apply('resized');
  await resized('resized');

  const [activity] = await json('activities', 'resized');
  expect(activity).toMatchObject({
    group: 'resized',
    decision: { current: 0, desired: 2 },
    outcome: { kind: 'launch' },
  });
  expect((await run(['activities', 'resized', '--limit', '1'])).out).toMatch(
    / done +0 → 2 +Scale out 0 → 2\. No rule has data: load\. load: cloudwatch has no recent datapoint\. At the minimum, 2\. Launched 2 of 2\./,
  );

  await expect.poll(async () => (await json('status', 'resized')).live).toBe(2);
  const one = await run(['status', 'resized']);
  expect(one.out).toMatch(/^policy +version 1\ncondition +no data for load since .+\ndesired +2$/m);
  expect(one.out.match(/^i-\w+ +c7g\.large +on-demand/gm)).toHaveLength(2);
  expect((await run(['status'])).out).toMatch(/^resized +1 +2 +2 +0 /m);

  // In a pipe, once; in a terminal of 80 columns until q.
  expect((await run(['top', '--filter', 'resized'])).out).toMatch(/^resized +2 /m);
  expect((await json('top')).find(({ group }: { group: string }) => group === 'resized')).toMatchObject({ desired: 2 });
  const environment = { ...localAws.environment, HEADCOUNT_STAGE: 'local' };
  const program = [join(REPOSITORY, 'cli', 'bin.js'), 'top', '--filter', 'resized', '--every', '1'];
  const top = await inTerminal(program, [{ when: '> resized ', keys: 'q' }], { environment });
  expect(top).toMatchObject({ code: 0, isRestored: true });

  const told = await run(['explain', 'resized', activity.id]);
  expect(told.code).toBe(0);
  expect(told.out).toContain(`activity ${activity.id}: `);
  expect(told.out).toMatch(/bounds +2 +At the minimum, 2/);
  expect(told.out).toContain('launched 2 of 2: i-');
  expect(await json('explain', 'resized', activity.id)).toEqual({ activity });
});

test('without an activity, explain shows the newest one and the current decision, and changes nothing', async () => {
  await apply('explained');
  await resized('explained');
  const { state: before } = (await json('explain', 'explained')).now;
  const { code, out } = await run(['explain', 'explained']);
  expect(code).toBe(0);
  expect(out.match(/^explained: .*$/gm)).toEqual([
    'explained: Scale out 0 → 2. No rule has data: load. load: cloudwatch has no recent datapoint. At the minimum, 2.',
    'explained: Hold at 2. No rule has data: load. load: cloudwatch has no recent datapoint.',
  ]);
  expect(out).toContain('load has no fresh data');
  expect(out).toMatch(/^ +policy +version 1$/m);
  const { now, activity } = await json('explain', 'explained');
  expect(now.decision).toMatchObject({ direction: 'hold', blockedBy: 'missing-data' });
  expect(activity.id).toBe((await json('activities', 'explained'))[0].id);
  expect(before.desired).toBe(2);
});

test('an evaluation that changes nothing prints its decision', async () => {
  await apply('held');
  await resized('held');
  const report = await json('evaluate', 'held');
  expect(report).toMatchObject({ group: 'held', trigger: 'manual', result: 'held', decision: { desired: 2 } });
  const { out } = await run(['evaluate', 'held']);
  expect(out).toContain('Hold at 2. No rule has data: load.');
  // In the words of explain.
  expect(out).toMatch(/^Rules$.+^Limits and guards$.+^Decided$/ms);
});

test('the history says who changed a policy; the next evaluation obeys a rollback; a deletion is audited', async () => {
  const capacity = async (written: string, ...flags: string[]) => {
    const files = { 'policy.yaml': policy('rolled', written) };
    return run(['policy', 'apply', 'policy.yaml', '--no-preflight', ...flags], await folderWith(files));
  };
  const desired = async () => (await json('evaluate', 'rolled', '--dry-run')).decision.desired;
  // The schedule may resize the group in between: neither policy allows what the other one does.
  await capacity('{ min: 3, max: 6 }', '--because', 'first');
  await capacity('{ min: 1, max: 2 }');
  expect(await desired()).toBeLessThan(3);

  const back = await run(['policy', 'rollback', 'rolled', '--because', 'too many']);
  expect(back).toMatchObject({ code: 0, out: 'rolled: version 3 is active, with the document of version 1\n' });
  expect(await desired()).toBe(3);

  // An edit that leaves the author of the version before in the item.
  const dynamodb = new DynamoDBClient(clientConfig(localAws));
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: 'headcount-local',
      Key: { pk: { S: 'GROUP#rolled' }, sk: { S: 'POLICY' } },
      UpdateExpression: 'SET warmup = :warmup',
      ExpressionAttributeValues: { ':warmup': { N: '90' } },
    }),
  );
  dynamodb.destroy();
  const history = async () => (await json('policy', 'history', 'rolled')).versions;
  await expect.poll(async () => (await history()).length).toBe(4);
  expect(await history()).toMatchObject([
    { version: 4, active: true, by: null, because: null, through: 'unknown', changes: [{ path: 'warmup', after: 90 }] },
    { version: 3, by: expect.stringContaining('@'), because: 'too many', through: 'command' },
    {
      version: 2,
      changes: [
        { path: 'capacity.min', before: 3, after: 1 },
        { path: 'capacity.max', before: 6, after: 2 },
      ],
    },
    { version: 1, because: 'first', changes: null },
  ]);

  const got = await run(['policy', 'get', 'rolled', '--version', '2']);
  const folder = await folderWith({ 'got.yaml': got.out });
  const drift = await run(['policy', 'diff', 'got.yaml', '--exit-code'], folder);
  expect([drift.code, drift.out]).toEqual([
    1,
    [
      'rolled: version 4 → got.yaml',
      '  capacity.min 3 → 1: the group may scale in to 1',
      '  capacity.max 6 → 2: the group has at most 2; a larger group scales in at once',
      '  warmup 90 s → 0 s: a new worker counts as serving sooner\n',
    ].join('\n'),
  ]);
  expect(await run(['policy', 'rollback', 'rolled', '--to', '9'])).toMatchObject({ code: 1, out: '' });

  const deleted = await run(['policy', 'delete', 'rolled', '--because', 'over']);
  expect(deleted).toMatchObject({ code: 0, out: 'rolled: the policy is deleted\n' });
  expect(deleted.err).toContain(
    'If it has workers, they keep running and keep costing money, unmanaged (onDelete: release)',
  );
  await expect.poll(async () => (await json('policy', 'history', 'rolled')).active).toBeNull();
  const { entries } = await json('audit', 'rolled', '--last', '1h');
  expect(entries).toMatchObject([
    { action: 'policy-delete', because: 'over', outcome: { result: 'done' } },
    { action: 'policy-rollback', params: { to: 9 }, outcome: { result: 'failed', code: 'version-unknown' } },
    { action: 'policy-rollback', because: 'too many', through: 'command', outcome: { result: 'done' } },
    { action: 'policy-apply' },
    { action: 'policy-apply', group: 'rolled', because: 'first', by: expect.stringContaining('@') },
  ]);
  const lately = () => run(['audit', 'rolled', '--last', '1s']);
  await expect.poll(lately).toMatchObject({ code: 0, out: '', err: expect.stringContaining('leave out --last') });
});

describe('redrive', () => {
  async function waits(queue: 'failures' | 'dead-letters', body: unknown): Promise<void> {
    const sqs = new SQSClient(clientConfig(localAws));
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName('local', queue) }));
    const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    sqs.destroy();
  }
  /** As if the stream had never told of the policy. */
  async function unheard(group: string): Promise<void> {
    const dynamodb = new DynamoDBClient(clientConfig(localAws));
    const Key = { pk: { S: `GROUP#${group}` }, sk: { S: 'STATE' } };
    const UpdateExpression = 'REMOVE #policy, dueAt, dueShard';
    const ExpressionAttributeNames = { '#policy': 'policy' };
    await dynamodb.send(
      new UpdateItemCommand({ TableName: 'headcount-local', Key, UpdateExpression, ExpressionAttributeNames }),
    );
    dynamodb.destroy();
  }
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${functionName('local', 'on-policy-change')}`;

  test('queues groups, accepts lost policies, and deletes their messages', async () => {
    expect(await run(['redrive'])).toEqual({
      ...{ code: 0, out: '', err: 'Nothing waits among the failures and the dead letters.\n' },
    });
    await apply('redriven');
    await unheard('redriven');
    await waits('failures', { requestContext: { functionArn: arn }, DDBStreamBatchInfo: { batchSize: 1 } });
    await waits('dead-letters', { groups: ['redriven'] });
    const dry = await run(['redrive', '--dry-run']);
    expect(dry).toEqual({
      ...{ code: 0, err: '' },
      out: 'Changed policies: redriven would be accepted again.\nEvaluation of redriven: redriven would be queued.\n',
    });
    expect((await json('status', 'redriven')).version).toBeNull();

    expect(await run(['redrive'])).toEqual({
      ...{ code: 0, err: '' },
      out: 'Changed policies: version 1 of redriven is in force.\nEvaluation of redriven: redriven is queued.\n',
    });
    expect((await json('status', 'redriven')).version).toBe(1);
    // Queued, it is evaluated by the function, or by a run of the schedule; nothing else would have launched its workers.
    const live = async () => {
      await runSchedule(localAws);
      return (await json('status', 'redriven')).live;
    };
    await expect.poll(live).toBe(2);
    expect((await run(['redrive'])).err).toContain('Nothing waits');
  });

  test('keeps unreadable messages, reports them, and exits with 1', async () => {
    await waits('failures', 'scale everything, please');
    for (let times = 0; times < 2; times++) {
      const { code, out, err } = await run(['redrive']);
      expect(code).toBe(1);
      expect(out).toMatch(
        /^Message \S+: the message stays in its queue, because it cannot be read: .*JSON.*\.\n {2}in failures: scale everything, please$/m,
      );
      expect(err).toContain('1 message stays in its queue: see docs/how-to/runbook.md#failure-queue');
    }
    expect(await json('redrive')).toMatchObject([{ stays: true, queue: 'failures', body: 'scale everything, please' }]);
  });
});

test('doctor reports workers without a group, and removes a drain mark without a drain', async () => {
  await apply('examined');
  await resized('examined');
  const workers = async () =>
    (await json('status', 'examined')).workers as { id: string; drainingUntil: number | null }[];
  // EC2 lists what it has launched a little later.
  await expect.poll(workers).toHaveLength(2);
  const [marked = { id: '' }] = await workers();
  const ec2 = new EC2Client(clientConfig(localAws));
  const tags = { 'headcount:group': 'forgotten', 'headcount:stage': 'local' };
  const TagSpecifications = [
    { ResourceType: 'instance' as const, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
  ];
  const launch = { LaunchTemplate: { LaunchTemplateName: 'web' }, MinCount: 1, MaxCount: 1, TagSpecifications };
  const { Instances = [] } = await ec2.send(new RunInstancesCommand(launch));
  const old = [{ Key: 'headcount:draining-until', Value: '2026-01-01T00:00:00Z' }];
  await ec2.send(new CreateTagsCommand({ Resources: [marked.id], Tags: old }));
  ec2.destroy();

  const ofForgotten = async () =>
    ((await json('doctor')) as { kind: string; group: string }[]).filter(({ group }) => group === 'forgotten');
  // EC2 lists what it has launched a little later.
  await expect.poll(ofForgotten).toHaveLength(1);
  // The schedule's own evaluations take forgotten marks off as well, and may be quicker.
  const found = await run(['doctor', '--fix']);
  expect(found).toMatchObject({
    code: 1,
    out: expect.stringContaining(`${Instances[0]?.InstanceId} runs, but its group forgotten is unknown`),
    err: expect.stringMatching(/^\d+ found, (\d+ repaired, )?\d+ needs? attention\.$/m),
  });
  // Whichever of the two took it off: EC2 shows it a little later.
  await expect.poll(async () => (await workers()).map(({ drainingUntil }) => drainingUntil)).toEqual([null, null]);
  expect(await ofForgotten()).toMatchObject([{ kind: 'unknown-group' }]);
});

describe('missing resources are reported', () => {
  test('a missing Auto Scaling group, by status and explain, with the known state', async () => {
    const ghost =
      'group: ghost\nprovider: { kind: auto-scaling-group, name: ghost-asg }\ncapacity: { min: 1, max: 2 }\n';
    const folder = await folderWith({ 'policy.yaml': ghost });
    const applied = await run(['policy', 'apply', 'policy.yaml'], folder);
    expect(applied.code).toBe(0);
    expect(applied.err.match(/There is no Auto Scaling group/g)).toHaveLength(1);
    const second = await folderWith({ 'policy.yaml': ghost.replace('group: ghost', 'group: shade') });
    expect(await run(['policy', 'apply', 'policy.yaml'], second)).toMatchObject({
      ...{ code: 2, err: expect.stringContaining('The policies of ghost, shade resize the same auto-scaling-group') },
    });
    const error = {
      code: 'group-not-found',
      params: { name: 'ghost-asg' },
      text: expect.stringContaining('ghost-asg'),
    };
    for (const command of ['status', 'explain']) {
      const shown = await run([command, 'ghost']);
      expect(shown.code).toBe(1);
      expect(shown.out).toMatch(/^ *policy +version 1$/m);
      expect(shown.err).toMatch(/^ghost: There is no Auto Scaling group ghost-asg /);
      const asJson = await run([command, 'ghost', '--json']);
      expect(asJson.code).toBe(1);
      const document = JSON.parse(asJson.out);
      expect(command === 'status' ? document : document.now).toMatchObject({ error });
    }
    expect(await json('status', 'ghost')).toMatchObject({ version: 1, live: null, workers: null });
    const all = (await json('status')) as { group: string }[];
    expect(all.find(({ group }) => group === 'ghost')).toMatchObject({ workers: null, undescribed: error });
  });

  test.each([['status'], ['activities'], ['audit'], ['evaluate'], ['explain']])(
    'an unknown group, by %s',
    async (command) => {
      const { code, out, err } = await run([command, 'nobody']);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^There is no group nobody in the table headcount-local\. "npx headcount policy list" shows/);
    },
  );

  test('every command on an unknown group writes an entry to the audit trail', async () => {
    for (const command of [['evaluate'], ['policy', 'delete'], ['policy', 'rollback'], ['replace'], ['resume']])
      expect(await run([...command, 'absent', '--because', 'test'])).toMatchObject({ code: 1 });
    const { entries } = await json('audit', 'absent');
    expect(entries.map(({ action, outcome }: Audited) => [action, outcome.result])).toEqual(
      ['resume', 'replace', 'policy-rollback', 'policy-delete', 'evaluate'].map((action) => [action, 'failed']),
    );
    // Nothing would have been done.
    await run(['evaluate', 'absent-too', '--dry-run']);
    expect((await run(['audit', 'absent-too'])).err).toContain('There is no group absent-too');
  });

  test('an unknown activity', async () => {
    await apply('quiet', '--no-wait');
    await expect.poll(async () => (await run(['status', 'quiet'])).code).toBe(0);
    const { code, err } = await run(['explain', 'quiet', 'a9']);
    expect(code).toBe(1);
    expect(err).toContain('quiet has no activity a9. "npx headcount activities quiet --json" lists the ids.');
    const misspelled = await run(['pause', 'quite', '--because', 'test']);
    expect(misspelled.err).toMatch(/^There is no group quite in the table headcount-local; did you mean quiet\? "npx/);
  });

  test.each([
    ['another stage', ['--stage', 'production'], 'The table headcount-production does not exist in us-east-1'],
    ['a stage that nobody has', ['--stage', 'nowhere'], 'The table headcount-nowhere does not exist'],
  ])('%s', async (_, flags, told) => {
    const { code, err } = await run(['status', ...flags]);
    expect(code).toBe(1);
    expect(err).toContain(told);
    expect(err).toContain(
      'deploy the stack with "npx cdk deploy", or choose another stage with --stage or another region with AWS_REGION',
    );
  });
});
