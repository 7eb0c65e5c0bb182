import { expect, test } from 'vitest';
import type { Clients } from '../../../../shared/aws/clients.ts';
import { type BacktestDeployment, metricQuery, prepareBacktest } from '../../../../shared/backtest/index.ts';
import { recordedByPushes } from '../../../../shared/backtest/recordings/from-pushed.ts';
import type { Wanted } from '../../../../shared/simulation/index.ts';
import type { PushedSeries } from '../../../../shared/sources/index.ts';
import { acceptedVersion } from '../../../contracts/examples.ts';
import { MemoryTable } from '../../../fakes/table/memory-table.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 9);
const SPAN = { from: START, to: START + 6 * MINUTE, period: 60 };
const wanted = (signal: Wanted['signal']): Wanted => ({
  ...{ name: 'load', signal, statistic: 'Average', source: null, countsFor: 180 },
});

const points = (...values: readonly (readonly [seconds: number, value: number])[]) =>
  values.map(([seconds, value]) => ({ at: START + seconds * 1000, value }));
const pushed = (series: Partial<PushedSeries>) => {
  const read = async () => new Map([['web', { group: new Map(), workers: new Map(), cutAt: null, ...series }]]);
  return { store: { pushedValues: { read } } } as unknown as BacktestDeployment;
};
const valuesOf = async (series: Partial<PushedSeries>, signal: Wanted['signal'] = 'demand') =>
  (await recordedByPushes(pushed(series), 'web', [wanted(signal)], SPAN)).series[0]?.points;
const minutes = (...values: readonly (readonly [minute: number, value: number])[]) =>
  values.map(([minute, value]) => ({ at: START + minute * MINUTE, value }));

test('a minute has the mean of what was pushed in it', async () => {
  const group = new Map([['load', points([2, 10], [31, 20], [59, 30], [61, 5])]]);
  expect((await valuesOf({ group }))?.slice(0, 2)).toEqual(minutes([0, 20], [1, 5]));
});

test('a value holds for as long as it counts, and not longer', async () => {
  const group = new Map([['load', points([-100, 7], [10, 4])]]);
  // At 3 min, it is 170 s old; at 4 min, 230 s.
  expect(await valuesOf({ group })).toEqual(minutes([0, 4], [1, 4], [2, 4], [3, 4]));
});

test.each([
  ['utilization', 60],
  ['running', 120],
] as const)('values of workers make a series of the group: %s', async (signal, value) => {
  const workers = new Map([['load', new Map([50, 70].map((each, index) => [`i-${index}`, points([5, each])]))]]);
  expect((await valuesOf({ workers }, signal))?.[0]).toEqual({ at: START, value });
});

test('values that were not read are noted', async () => {
  const { notes } = await recordedByPushes(pushed({ cutAt: START + 60_000 }), 'web', [wanted('demand')], SPAN);
  expect(notes).toEqual([
    'There are too many pushed values to read them all. Those before 2026-11-09 00:01:00 UTC were left out.',
  ]);
});

const document = {
  ...{ group: 'web', capacity: { min: 1, max: 50 }, metrics: { requests: { pushed: {} } } },
  rules: [{ kind: 'target', metric: 'requests', value: 7, per: 'worker' }],
};

test('a group with pushed metrics alone is replayed on the values of its stage', async () => {
  const table = new MemoryTable();
  await table.records.accept(acceptedVersion('web', { document }));
  const now = Date.now();
  const values = Array.from({ length: 120 }, (_, step) => now - (125 - step) * 90_000);
  await table.pushedValues.put(
    values.map((at) => ({ ...{ group: 'web', metric: 'requests', worker: null }, at, value: 35 })),
  );
  const clients = { cloudwatch: {} } as Clients;
  const prepared = await prepareBacktest({ group: 'web' }, { table: 'table', clients, store: table });
  const sink = { decided: () => {}, step: () => {} };
  const { demand } = prepared.result(await prepared.played(() => sink));
  expect(demand.metrics).toEqual(['requests']);
  expect(new Set(demand.points.map(({ value }) => value))).toEqual(new Set([35]));
  expect(demand.missing.hours).toBe(0);
});

test('a query for CloudWatch says where pushed values are', async () => {
  await expect(metricQuery({ policy: { name: 'web.yaml', document } }, null)).rejects.toThrow(
    'The policy reads no metric from CloudWatch, so there is nothing to query. requests is pushed: "headcount backtest --group GROUP" reads the values from the deployment.',
  );
});
