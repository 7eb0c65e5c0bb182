import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { activityItem } from '../../shared/aws/dynamodb/activities/activity-item.ts';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import type { Activity } from '../../shared/evaluation/index.ts';
import { ENVIRONMENT } from '../../shared/names/names.ts';
import { folderWith, headcount } from '../cli/headcount.ts';
import { acceptedVersion, activityOf, MINUTE } from '../contracts/examples.ts';
import { createTable } from '../shared/aws/dynamodb/create-table.ts';
import { localAws } from '../shared/aws/local-aws.ts';

const TABLE = 'headcount-backtest';
const HOURS = 6;
const DATA_PER_CALL = 500;

const documentOf = (group: string, value: number) => ({
  ...{ group, capacity: { min: 1, max: 50 }, warmup: '2m' },
  metrics: { cpu: { cloudwatch: { namespace: 'Test', name: 'cpu', dimensions: { Group: group } } } },
  rules: [{ name: 'cpu', kind: 'target', metric: 'cpu', value }],
});

const aws = localAws();
/** The end of what is recorded: all of it is past, and settled. */
let end: number;
beforeAll(async () => {
  end = Math.floor(Date.now() / MINUTE - 5) * MINUTE;
  await createTable(aws.clients().dynamodb, TABLE);
  await accept('web', 50);
  // Ten workers, and twenty for the second half: 50 % busy keeps five, then ten of them busy.
  await record('web', (minute) => (minute < 30 ? null : 50));
  await keep(activityAt('web', HOURS * 60 + 60, 10, 0));
  await keep(activityAt('web', (HOURS / 2) * 60, 10, 10));
  await accept('fresh', 50);
  await record('fresh', () => 50);
  await accept('silent', 50);
});

const accept = (group: string, value: number) =>
  dynamoStore(aws.clients().dynamodb, TABLE).records.accept(
    acceptedVersion(group, { document: documentOf(group, value) }),
  );

/** A launch so many minutes before the end. */
const activityAt = (group: string, minutes: number, ready: number, count: number): Activity => {
  const startedAt = end - minutes * MINUTE;
  const launched = Array.from({ length: count }, (_, index) => ({
    id: `i-${index}`,
    details: { instanceType: 'c7g.large', market: 'on-demand' },
  }));
  return activityOf(group, {
    ...{ id: `${startedAt}-a`, startedAt, settledAt: startedAt, status: 'done' },
    seen: { desired: ready, workers: { pending: 0, warming: 0, ready, draining: 0, unhealthy: 0 }, metrics: {} },
    outcome: { kind: 'launch', launched, ordered: 0, errors: [] },
  });
};
const keep = (activity: Activity) =>
  DynamoDBDocumentClient.from(aws.clients().dynamodb).send(
    new PutCommand({ TableName: TABLE, Item: activityItem(activity) }),
  );

async function record(group: string, cpu: (minute: number) => number | null): Promise<void> {
  const data = Array.from({ length: HOURS * 60 }, (_, minute) => ({ minute, value: cpu(minute) })).flatMap(
    ({ minute, value }) => {
      if (value === null) return [];
      const Timestamp = new Date(end - (HOURS * 60 - minute) * MINUTE);
      return [{ MetricName: 'cpu', Dimensions: [{ Name: 'Group', Value: group }], Timestamp, Value: value }];
    },
  );
  for (let from = 0; from < data.length; from += DATA_PER_CALL) {
    const MetricData = data.slice(from, from + DATA_PER_CALL);
    await aws.clients().cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Test', MetricData }));
  }
}

async function backtest(...flags: string[]) {
  const directory = await folderWith({
    'new.yaml': JSON.stringify(documentOf('web', 70)),
    'strange.yaml': JSON.stringify(documentOf('strange', 70)),
    'world.yaml': 'hourlyUsd: 1',
  });
  const environment = { ...aws.local().environment, [ENVIRONMENT.table]: TABLE };
  return { ...(await headcount(['backtest', ...flags], { directory, environment })), directory };
}

describe('backtest of a deployed group', () => {
  test('replays the policy in force and a new one on what CloudWatch and the activities recorded', async () => {
    const flags = ['--group', 'web', '--days', '1', '--policy', 'new.yaml', '--world', 'world.yaml', '--json'];
    const { code, out, err } = await backtest(...flags);
    expect([code, err]).toEqual([0, '']);
    const { demand, recorded, algorithms, policies, notes, start } = JSON.parse(out);
    expect(Date.parse(start)).toBe(end - (HOURS * 60 - 30) * MINUTE);
    expect(demand).toMatchObject({ from: 'utilization', metrics: ['cpu'], periodSeconds: 60, missingPercent: 0 });
    expect(policies).toMatchObject({ today: { rules: [{ value: 50 }] }, new: { rules: [{ value: 70 }] } });
    expect(recorded).toEqual({ workerHours: 2.5 * 10 + 3 * 20, actions: 1, launches: 10, usd: 85 });
    expect(algorithms.map(({ name }: { name: string }) => name)).toEqual(['today', 'new']);
    const [today, fresh] = algorithms;
    // Half busy is what today's wants: it goes as the group went.
    expect(Math.abs(today.workerHours / 85 - 1)).toBeLessThan(0.1);
    expect(fresh.workerHours / today.workerHours).toBeGreaterThan(50 / 77);
    expect(fresh.workerHours / today.workerHours).toBeLessThan(50 / 63);
    expect(today.optimumWorkerHours).toBeGreaterThan(2.5 * 5 + 3 * 10 - 0.5);
    expect(today.optimumWorkerHours).toBeLessThan(2.5 * 5 + 3 * 10 + 5);
    expect(notes).toEqual(['Saturated: never; cpu was always below 95 %.']);
  });

  test('the text says which policy is which', async () => {
    const flags = ['--group', 'web', '--days', '1', '--policy', 'new.yaml', '--html', 'page.html'];
    const { code, out, err, directory } = await backtest(...flags);
    expect([code, err]).toEqual([0, 'The page is in page.html.\n']);
    const page = await readFile(join(directory, 'page.html'), 'utf8');
    const plays = JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '').plays;
    expect(plays.map(({ name }: { name: string }) => name)).toEqual(['today', 'new']);
    expect(page).toContain('today is version 1, new is new.yaml.');
    expect(out).toMatch(/UTC; today is version 1, new is new\.yaml\.$/m);
    expect(out.match(/^(recorded|today|new|optimum) /gm)).toHaveLength(4);
    expect(out).toMatch(/^The new policy would have needed \d+ % fewer worker-hours, and lost /m);
    expect(out).toMatch(/^In the replay, today's policy needs .* worker-hours (as|than) were recorded\. /m);
  });

  test('reports a new policy of another group, whose metrics were not recorded', async () => {
    const { code, out, err } = await backtest('--group', 'web', '--days', '1', '--policy', 'strange.yaml');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^strange\.yaml is a policy of strange; it is replayed on the demand of web\.$/m);
  });

  test('without recorded workers or metrics says what is missing', async () => {
    const fresh = await backtest('--group', 'fresh', '--days', '1');
    expect([fresh.code, fresh.out]).toEqual([1, '']);
    expect(fresh.err).toMatch(
      /cpu is recorded per worker, but the number of workers is unknown: add a series named workers/,
    );
    const silent = await backtest('--group', 'silent');
    expect(silent.code).toBe(1);
    expect(silent.err).toMatch(/cpu has no datapoints\.\nCloudWatch returned cpu \(0 datapoints\)/);
    expect(silent.err).toContain('"npx headcount preflight FILE" shows which metrics exist');
    const written = await backtest('--group', 'silent', '--json');
    expect(JSON.parse(written.err).error).toMatchObject({ code: 'recorded-demand-missing' });
    const unknown = await backtest('--group', 'nobody');
    expect(unknown.code).toBe(1);
    expect(unknown.err).toMatch(/There is no group nobody in the table headcount-backtest/);
  });
});
