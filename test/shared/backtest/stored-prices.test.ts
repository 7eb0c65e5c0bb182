import { expect, it } from 'vitest';
import type { Clients } from '../../../shared/aws/clients.ts';
import { type BacktestRequest, backtestJson, prepareBacktest } from '../../../shared/backtest/index.ts';
import { acceptedVersion } from '../../contracts/examples.ts';
import { MemoryTable } from '../../fakes/table/memory-table.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 9);
const HOURS = 12;
const documentOf = (provider: object, guards: object = {}) => ({
  ...{ group: 'web', capacity: { min: 1, max: 50 }, warmup: 0, guards },
  provider: {
    kind: 'ec2',
    launchTemplate: { name: 'web' },
    instanceTypes: ['c7g.large'],
    subnets: ['subnet-a'],
    ...provider,
  },
  metrics: { cpu: { cloudwatch: { namespace: 'Test', name: 'cpu' } } },
  rules: [{ name: 'cpu', kind: 'target', metric: 'cpu', value: 50 }],
});

/** Ten workers, half busy. */
const RECORDED = JSON.stringify({
  MetricDataResults: ['cpu', 'workers'].map((Id) => ({
    ...{ Id, Label: Id, StatusCode: 'Complete' },
    Timestamps: Array.from({ length: HOURS * 60 }, (_, minute) => new Date(START + minute * 60_000).toISOString()),
    Values: Array<number>(HOURS * 60).fill(Id === 'cpu' ? 50 : 10),
  })),
});

async function deployed(document: object) {
  const table = new MemoryTable();
  await table.records.accept(acceptedVersion('web', { document }));
  await table.prices.store([{ system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 0.07 }], START);
  return table;
}

async function backtested(table: MemoryTable, request: Partial<BacktestRequest> = {}) {
  const from = { name: 'recorded.json', text: RECORDED };
  const deployment = { table: 'headcount', clients: {} as Pick<Clients, 'cloudwatch'>, store: table };
  const prepared = await prepareBacktest({ group: 'web', from, ...request }, deployment);
  const sink = { decided: () => {}, step: () => {} };
  // biome-ignore lint/suspicious/noExplicitAny: the JSON document
  return backtestJson(prepared.result(await prepared.played(() => sink))) as any;
}

it('a backtest of a deployed group takes its stored prices', async () => {
  const { algorithms, recorded, notes } = await backtested(await deployed(documentOf({})));
  expect(algorithms[0].usd / algorithms[0].workerHours).toBeCloseTo(0.07, 4);
  expect(recorded).toMatchObject({ workerHours: 120, usd: expect.closeTo(120 * 0.07, 2) });
  expect(notes).toContain('Prices: as they are stored now. For those of the recorded time, use --prices FILE.');
});

it('the recorded workers cost what is stored of their hours, and as much where nothing is', async () => {
  const table = await deployed(documentOf({}));
  const hour = (at: number, usd: number) => ({ at, usd, savedUsd: 0, seconds: 36_000, spotSeconds: 0 });
  await table.costs.store('web', [hour(START - HOUR, 99), hour(START, 1), hour(START + HOUR, 3)]);
  expect((await backtested(table)).recorded.usd).toBeCloseTo((4 / 20) * 120);
});

it("the policy's prices and those of the scenario go before the stored ones", async () => {
  const priced = await backtested(await deployed(documentOf({ prices: { 'c7g.large': 0.2 } })));
  expect(priced.algorithms[0].usd / priced.algorithms[0].workerHours).toBeCloseTo(0.2, 4);
  expect(priced.notes.join()).not.toContain('Prices:');
  const scenario = { name: 'world.yaml', document: { prices: { 'c7g.large': 0.3 } } };
  const { algorithms, recorded } = await backtested(await deployed(documentOf({ priceFactor: 0.5 })), { scenario });
  expect(algorithms[0].usd / algorithms[0].workerHours).toBeCloseTo(0.15, 4);
  expect(recorded.usd).toBeCloseTo(120 * 0.15, 2);
});

it('its budget counts what the month had cost before', async () => {
  const rise = JSON.parse(RECORDED);
  rise.MetricDataResults[1].Values = rise.MetricDataResults[1].Values.map((_: number, index: number) => 1 + index / 30);
  const from = { name: 'rise.json', text: JSON.stringify(rise) };
  const hours = async (usd: number) => {
    const table = await deployed(documentOf({}, { budget: { monthlyUsd: 400 } }));
    await table.costs.store('web', [{ at: START - 5 * HOUR, usd, savedUsd: 0, seconds: 1, spotSeconds: 0 }]);
    return (await backtested(table, { from })).algorithms[0].workerHours;
  };
  // 22 days are left: $400 pay for ten workers at $0.07, and $200 for five.
  expect(await hours(0)).toBeGreaterThan(1.3 * (await hours(200)));
});

it('names the types without a stored price', async () => {
  const { algorithms, notes } = await backtested(await deployed(documentOf({ instanceTypes: ['c7g.larg'] })));
  expect(algorithms[0].usd).toBe(0);
  expect(notes).toContain(
    'No price is stored for c7g.larg: such workers count as $0 here, and a budget stops growth. Write provider.prices in the policy, or prices in a file for --world.',
  );
});

it('with weights counts units and workers, and says what the recorded number of workers lacks', async () => {
  const instanceTypes = ['c7g.large', { type: 'c7g.xlarge', weight: 2 }];
  const prices = { 'c7g.large': 0.07, 'c7g.xlarge': 0.13 };
  const { algorithms, notes } = await backtested(await deployed(documentOf({ instanceTypes, prices })));
  expect(algorithms[0].unitHours).toBeGreaterThan(algorithms[0].workerHours);
  expect(notes.filter((note: string) => note.startsWith('Weights: '))).toEqual([
    'Weights: the recorded number of workers says nothing of their weights, so the demand counts each recorded worker as one unit of capacity.',
  ]);
});
