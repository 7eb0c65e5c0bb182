import { describe, expect, test } from 'vitest';
import { type GroupSizing, sizingMark } from '../../../shared/evaluation/index.ts';
import {
  applyRightsizing,
  dueSizings,
  type RightsizeUse,
  rightsize,
  rightsizeGroups,
} from '../../../shared/operations/index.ts';
import { rightsizeDocument, rightsizeText } from '../../../shared/presentation/index.ts';
import { sizingFor } from '../../../shared/providers/index.ts';
import { rightsizePageOf } from '../../../shared/report-page/index.ts';
import type { MeasuredWorker } from '../../../shared/rightsize/index.ts';
import { expectDocumented } from '../../cli/documented.ts';
import { NOON } from '../../contracts/examples.ts';
import { MemoryPrices } from '../../fakes/table/memory-prices.ts';
import { policyOf } from '../decision/builders.ts';
import { setting } from '../evaluation/setting.ts';
import { CATALOG, priceOf, steady } from '../rightsize/generated.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const START = NOON - 14 * DAY;

const document = (changes: object = {}) => ({
  ...{ group: 'ci', capacity: { min: 1, max: 9 } },
  provider: {
    ...{ kind: 'ec2', launchTemplate: { name: 'ci-runner' }, subnets: ['subnet-a'], instanceTypes: ['c7g.2xlarge'] },
    ...changes,
  },
});
const policy = (changes: object = {}) => policyOf(document(changes) as never);
const span = { days: 14, now: NOON };
const usual = {
  cpu: steady(200, 20, 30, START),
  memory: steady(200, 30, 40, START),
};

/** AWS, where each of these workers runs or ran. `usage`: of each of them. */
function use(
  workers: readonly string[] = ['i-1'],
  usage: Partial<Pick<MeasuredWorker, 'cpu' | 'memory'>> = {},
  changes: Partial<RightsizeUse> = {},
) {
  const asked = { types: [] as (readonly string[])[], workers: [] as (readonly string[])[], prices: [] as string[] };
  const made: RightsizeUse = {
    activities: { list: async () => [] },
    running: async () => workers.map((id) => ({ id, type: 'c7g.2xlarge', launchedAt: START - DAY })),
    usage: async (some) => {
      asked.workers.push(some);
      return { of: new Map(some.map((id) => [id, { ...usual, ...usage }])), metrics: some.length * 4, failure: null };
    },
    types: async (patterns) => {
      asked.types.push(patterns);
      const matches = (name: string) =>
        patterns.some(
          (pattern) => name === pattern || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1))),
        );
      return [...CATALOG.values()].filter(({ name }) => matches(name));
    },
    prices: {
      records: new MemoryPrices(),
      lists: {
        onDemand: async (_, types) => {
          asked.prices.push(...types);
          return new Map(types.map((type) => [type, priceOf(type)]));
        },
      },
    },
    ...changes,
  };
  return { ...made, asked };
}
const launched = (id: string, startedAt: number) =>
  ({
    ...{ id: `launch-${id}`, startedAt, settledAt: startedAt },
    outcome: { kind: 'launch', launched: [{ id, details: { instanceType: 'c7g.2xlarge' } }], ordered: 0, errors: [] },
  }) as never;
const removed = (id: string, settledAt: number) =>
  ({ id: `remove-${id}`, startedAt: settledAt, settledAt, outcome: { kind: 'remove', terminated: [id] } }) as never;

describe('what is measured', () => {
  test('is every worker that ran in the time, also those that were terminated in it', async () => {
    const past = [
      removed('i-lately', NOON - DAY),
      launched('i-lately', NOON - 20 * DAY),
      removed('i-long-ago', NOON - 15 * DAY),
      launched('i-long-ago', NOON - 30 * DAY),
      launched('i-now', NOON - 3 * DAY),
    ];
    const aws = use(['i-now'], {}, { activities: { list: async () => past } });
    const { workers } = await rightsize(policy(), span, aws);
    expect(workers).toHaveLength(2);
    expect(aws.asked.workers).toEqual([['i-now', 'i-lately']]);
  });

  test('is compared with the siblings of the types, at the prices of the list', async () => {
    const aws = use();
    const { recommendation } = await rightsize(policy(), span, aws);
    expect(recommendation.type).toBe('c7g.xlarge');
    expect(aws.asked.types).toEqual([['c7g.*', 'm7g.*', 'r7g.*', 'c7g.2xlarge']]);
    expect(aws.asked.prices).toContain('r7g.large');
  });

  test('has the prices of the policy', async () => {
    const { recommendation } = await rightsize(policy({ prices: { 'c7g.2xlarge': 0.01 } }), span, use());
    expect(recommendation.verdict.code).toBe('rightsize-keep');
  });

  test.each([
    ['no workers', use([])],
    ['no metrics', use(['i-1'], { cpu: [], memory: [] })],
  ])('%s: nothing is recommended', async (_, aws) => {
    const { recommendation } = await rightsize(policy(), span, aws);
    expect(recommendation).toMatchObject({ type: null, verdict: { code: 'rightsize-too-little' } });
  });

  test('fails if CloudWatch denies it', async () => {
    const usage = async () => ({ of: new Map(), metrics: 4, failure: 'AccessDenied' });
    await expect(rightsize(policy(), span, use(['i-1'], {}, { usage }))).rejects.toThrow('AccessDenied');
  });

  test('has no sense for a group without instances', async () => {
    const other = policyOf({ ...document(), provider: { kind: 'lambda', function: 'resizer' } } as never);
    await expect(rightsize(other, span, use())).rejects.toMatchObject({ reason: { code: 'rightsize-no-instances' } });
  });
});

describe('what is shown', () => {
  const shown = async (aws = use(), changes: object = {}) =>
    rightsizeDocument(await rightsize(policy(changes), span, aws));

  test('is a table with prices and use, the evidence, and what to know', async () => {
    const text = rightsizeText(await shown());
    expect(text).toMatch(/^c7g\.xlarge instead of c7g\.2xlarge, 50 % cheaper\.\n/);
    expect(text).toMatch(/c7g\.xlarge +4 +8 +\$0\.144 +\$105\.12 +\d\d % +60 % +\d\d % +80 % +20 % +recommended/);
    expect(text).toMatch(/c7g\.2xlarge +8 +16 .* large enough \(now\)/);
    expect(text).toContain('CPU: p95 1.');
    expect(text).toContain('Read 4 metrics from CloudWatch, for about $0.00004.');
    expect(text).toContain('- The recommendation is for the same number of workers.');
  });

  test('says when too little was measured', async () => {
    const text = rightsizeText(await shown(use(['i-1'], { cpu: steady(1, 20, 30, NOON - HOUR) })));
    expect(text).toContain('Only 1 hour of 1 worker was measured; a recommendation needs 30 different hours.');
  });

  test('says that memory is not measured', async () => {
    const found = await shown(use(['i-1'], { memory: [] }));
    expect(found).toMatchObject({ memory: null, recommended: 'm7g.xlarge' });
    expect(rightsizeText(found)).toContain("no type with less than today's 16 GiB is recommended");
  });

  test('is a documented document', async () => {
    expectDocumented(['rightsize'], await shown());
    expectDocumented(['rightsize'], await shown(use(['i-1'], { memory: [] })));
    expectDocumented(['rightsize'], await shown(use([])));
  });

  test('is a page that runs and fetches nothing', async () => {
    const page = rightsizePageOf(await shown(), { stage: '<b>' });
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<b>|https?:/);
    expect(page).toContain('title="Mon 00:00: 2.4 vCPUs"');
    expect(page).toContain('<tr class="chosen"><td>c7g.xlarge</td>');
    expect(rightsizePageOf(await shown(use([])), { stage: 'local' })).toContain('No types were compared.');
  });
});

describe('what is applied', () => {
  const actor = { by: 'ann', through: 'command', because: 'too large' } as const;
  async function applied(changes: object = {}, cpu = usual.cpu) {
    const { table } = setting();
    const written = {
      ...document(changes),
      metrics: { cpu: { cloudwatch: { namespace: 'App', name: 'cpu' } } },
      rules: [{ kind: 'target', metric: 'cpu', value: 50 }],
      warmup: 90,
    };
    table.of('ci').document = { ...written };
    table.setState('ci', (state) => ({ ...state, policy: { version: 3, errors: [], deleting: false } }));
    const found = await rightsize(policy(changes), span, use(['i-1'], { cpu }));
    const write = (version = 3) =>
      applyRightsizing(found, { actor, version }, {
        ...{ records: table.records, versions: table.versions, states: table.states, audit: table.audit },
        clock: () => NOON,
        newId: () => '1',
        warn: () => {},
      } as never);
    return { table, write };
  }

  test('is a version with the recommended types, and all else as it was written', async () => {
    const { table, write } = await applied();
    expect(await write()).toMatchObject({
      result: 'written',
      from: ['c7g.2xlarge'],
      to: ['c7g.xlarge', 'c7g.2xlarge'],
    });
    const item = await table.records.item('ci');
    expect(item).toMatchObject({ by: 'ann', because: 'too large' });
    expect(item?.document).toMatchObject({
      warmup: 90,
      provider: { instanceTypes: ['c7g.xlarge', 'c7g.2xlarge'], subnets: ['subnet-a'] },
    });
    expect(await write().catch((error) => error)).toMatchObject({ result: 'unchanged' });
  });

  test.each([
    ['less than a week was measured', {}, steady(100, 20, 30, NOON - 5 * DAY), 3, 'rightsize-too-early'],
    ['nothing is recommended', {}, steady(5, 20, 30, NOON - DAY), 3, 'rightsize-nothing-to-apply'],
    ['the policy has changed', {}, usual.cpu, 2, 'policy-version-differs'],
    ['types have weights', { instanceTypes: [{ type: 'c7g.2xlarge', weight: 2 }] }, usual.cpu, 3, 'rightsize-no-types'],
  ])('is nothing if %s', async (_, changes, cpu, version, code) => {
    const { table, write } = await applied(changes, cpu);
    const before = await table.records.item('ci');
    await expect(write(version)).rejects.toMatchObject({ reason: { code } });
    expect(await table.records.item('ci')).toEqual(before);
  });

  test('explains in a sentence why nothing is recommended', async () => {
    const { write } = await applied({}, steady(5, 20, 30, NOON - DAY));
    await expect(write(3)).rejects.toThrow(
      /^Nothing was written for ci: only 5 hours of 1 worker were measured; a recommendation needs \d+ different hours/,
    );
  });
});

describe('the daily job', () => {
  const INITIAL = { rightsize: { mode: 'initial', maxAllowed: 'c7g.4xlarge' } };

  async function daily(changes: object, aws: RightsizeUse = use(), more: object = {}) {
    const world = setting();
    await world.put({ ...document(changes), ...more } as never);
    const { sizings, states, policies, prices: records } = world.table;
    const prices = { ...aws.prices, records };
    const answer = await rightsizeGroups(['ci', 'gone'], NOON, { ...aws, sizings, states, policies, prices });
    const { sizing: stored, ...asked } = (await sizings.read(['ci'])).get('ci') ?? {};
    return { ...answer, stored, asked, prices: await records.all() };
  }

  test('stores which types launches use, for the policy as it is', async () => {
    const { done, stored } = await daily(INITIAL);
    const types = ['c7g.xlarge', 'c7g.2xlarge'];
    expect(done).toEqual([{ group: 'ci', types, verdict: 'rightsize-recommended' }]);
    const sizing = sizingFor(policy(INITIAL).provider);
    expect(stored).toMatchObject({ at: NOON, types, of: sizing && sizingMark(sizing) });
  });

  test('chooses among the types of the policy if it has no bounds', async () => {
    const { stored } = await daily({ rightsize: { mode: 'initial' }, instanceTypes: ['c7g.2xlarge', 'm7g.xlarge'] });
    expect(stored?.types).toEqual(['m7g.xlarge', 'c7g.2xlarge']);
  });

  test('changes nothing before a week is measured', async () => {
    const cpu = steady(167, 20, 30, START);
    expect((await daily(INITIAL, use(['i-1'], { cpu }))).stored).toMatchObject({ types: [] });
  });

  test('stores the prices of the types, so that a budget knows them at once', async () => {
    const { prices } = await daily(INITIAL);
    expect(prices.linux?.['c7g.xlarge']?.onDemand).toEqual({
      usd: priceOf('c7g.xlarge'),
      neededAt: NOON,
      readAt: NOON,
    });
  });

  test('changes nothing if the minimum would cost more than the budget', async () => {
    const cpu = steady(200, 90, 95, START);
    const changes = { ...INITIAL, prices: { 'c7g.2xlarge': 0.2 } };
    const guards = { budget: { hourlyUsd: 0.3 } };
    const { done } = await daily(changes, use(['i-1'], { cpu }), { guards });
    expect(done).toEqual([{ group: 'ci', types: [], verdict: 'rightsize-recommended' }]);
    expect((await daily(changes, use(['i-1'], { cpu }))).stored?.types).toEqual(['c7g.4xlarge']);
  });

  test('leaves out groups that do not ask any more, and goes on after a failure', async () => {
    expect(await daily({})).toMatchObject({ done: [], failed: [], stored: undefined });
    const types = async () => Promise.reject(new Error('throttled'));
    expect(await daily(INITIAL, use(['i-1'], {}, { types }))).toMatchObject({
      ...{ done: [], failed: [{ group: 'ci', error: 'throttled' }], stored: undefined, asked: { triedAt: NOON } },
    });
  });

  test('is due once a day, for groups that asked lately', () => {
    const sizing = (at: number) => ({ sizing: { at, of: '', types: [], verdict: { code: '', params: {} } } });
    const groups = new Map([
      ['new', { neededAt: NOON }],
      ['old', { neededAt: NOON, ...sizing(NOON - DAY) }],
      ['done', { neededAt: NOON, ...sizing(NOON - DAY / 2) }],
      ['silent', { neededAt: NOON - 3 * DAY, ...sizing(0) }],
      ['never', {}],
    ]);
    expect(dueSizings(groups, NOON)).toEqual(['new', 'old']);
  });

  test('tries groups that failed again after some hours, and after those that wait', () => {
    const failing = Array.from({ length: 20 }, (_, index): [string, GroupSizing] => [
      `failing-${index}`,
      { neededAt: NOON, triedAt: NOON },
    ]);
    const groups = new Map<string, GroupSizing>([...failing, ['waiting', { neededAt: NOON, triedAt: NOON - HOUR }]]);
    expect(dueSizings(groups, NOON + HOUR)).toEqual([]);
    expect(dueSizings(groups, NOON + 6 * HOUR)[0]).toBe('waiting');
    expect(dueSizings(groups, NOON + 6 * HOUR)).toHaveLength(20);
  });
});
