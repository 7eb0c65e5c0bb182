import { describe, expect, it } from 'vitest';
import { acceptPolicy, refreshPrices } from '../../../../shared/evaluation/index.ts';
import type { PriceLists } from '../../../../shared/evaluation/ports.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { policyOf, setting } from '../setting.ts';

const HOUR = 3600;
const EC2 = policyOf().provider as object;

/** AWS's prices; a type without one is not in the list. `fault`: what the next calls throw. */
class FakeLists implements PriceLists {
  readonly prices = new Map<string, number>([['c7g.large', 0.07]]);
  readonly zones = new Map<string, Record<string, number>>();
  readonly asked: string[] = [];
  types: readonly string[] = [];
  fault: Error | null = null;
  /** Of single types. */
  readonly faults = new Map<string, Error>();

  async onDemand(_: string, types: readonly string[]): Promise<Map<string, number | null | Error>> {
    if (this.fault) throw this.fault;
    this.asked.push(...types);
    return new Map(types.map((type) => [type, this.faults.get(type) ?? this.prices.get(type) ?? null]));
  }
  async matching(of?: unknown): Promise<readonly string[]> {
    const fault = this.fault ?? this.faults.get(String(of));
    if (fault) throw fault;
    this.asked.push('matching');
    return this.types;
  }
  async spot(_: string, types: readonly string[]): Promise<Map<string, Record<string, number>>> {
    if (this.fault) throw this.fault;
    this.asked.push(...types.map((type) => `spot ${type}`));
    return new Map(types.flatMap((type) => (this.zones.has(type) ? [[type, this.zones.get(type) ?? {}]] : [])));
  }
}

function shop() {
  const world = setting();
  const lists = new FakeLists();
  const { alarms, clock } = world;
  const { records, prices } = world.table;
  return {
    ...{ world, lists },
    accept: (document: PolicyDocument) => {
      world.table.of('ci').document = { ...document };
      return acceptPolicy('ci', { records, alarms, clock, prices: { records: prices, lists } });
    },
    refresh: () => refreshPrices({ records: prices, lists, clock }),
    known: async (type: string) => (await prices.all()).linux?.[type],
  };
}

const withBudget = (budget: object, provider: object = {}, capacity = { min: 0, max: 100 }): PolicyDocument =>
  ({ ...policyOf({ guards: { budget } }), capacity, provider: { ...EC2, ...provider } }) as PolicyDocument;
const SIX = ['c7g.large', 'c7g.xlarge', 'm7g.large', 'm7g.xlarge', 'r7g.large', 'r7g.xlarg'];

describe('a policy with a budget', () => {
  it('reads the prices of its types when it is accepted', async () => {
    const { world, accept, known } = shop();
    expect(await accept(withBudget({ hourlyUsd: 1 }))).toMatchObject({ result: 'accepted' });
    expect(await known('c7g.large')).toMatchObject({ onDemand: { usd: 0.07, neededAt: world.clock() } });
  });

  it('is rejected if one of six types has no price, which it names with the remedy', async () => {
    const { lists, accept } = shop();
    for (const type of SIX.slice(1, 5)) lists.prices.set(type, 0.1);
    const acceptance = await accept(withBudget({ hourlyUsd: 1 }, { instanceTypes: SIX }));
    expect(acceptance).toMatchObject({ result: 'refused' });
    expect('faults' in acceptance && acceptance.faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "provider.prices: must have a price for r7g.xlarg, because the policy has a budget and AWS's price list has none for linux in this region. Does the type exist here? If it does, write prices: { r7g.xlarg: 0.1 }, in dollars per hour",
    ]);
  });

  it('keeps the prices that could be read if others could not, and names only those', async () => {
    const { lists, accept, known } = shop();
    lists.prices.set('m7g.large', 0.08);
    lists.faults.set('m7g.large', new Error('Rate exceeded'));
    const acceptance = await accept(withBudget({ hourlyUsd: 1 }, { instanceTypes: ['c7g.large', 'm7g.large'] }));
    expect('faults' in acceptance && acceptance.faults.map(({ code, params }) => [code, params])).toEqual([
      ['price-not-read', { type: 'm7g.large', why: 'Rate exceeded' }],
    ]);
    expect((await known('c7g.large'))?.onDemand?.usd).toBe(0.07);
  });

  it('needs the price on demand also where spot has one, because a launch may be there', async () => {
    const { world, lists, accept } = shop();
    lists.prices.clear();
    const zones = { 'zone-a': 0.03 };
    await world.table.prices.store([{ system: 'linux', type: 'c7g.large', market: 'spot', zones }], 1);
    expect(await accept(withBudget({ hourlyUsd: 1 }, { spot: { percent: 50 } }))).toMatchObject({ result: 'refused' });
    expect(await accept(withBudget({ hourlyUsd: 1 }, { spot: { percent: 100 } }))).toMatchObject({
      result: 'accepted',
    });
  });

  it('is accepted without a price of AWS if it states all that are missing', async () => {
    const { lists, accept } = shop();
    lists.fault = new Error('no network');
    const stated = withBudget({ hourlyUsd: 1 }, { prices: { 'c7g.large': 0.06 } });
    expect(await accept(stated)).toMatchObject({ result: 'accepted' });
  });

  it('is rejected if the list cannot be read and no price is stored, and accepted if one is', async () => {
    const { world, lists, accept } = shop();
    lists.fault = new Error('ThrottlingException: Rate exceeded.');
    const acceptance = await accept(withBudget({ hourlyUsd: 1 }));
    expect('faults' in acceptance && acceptance.faults[0]?.message).toBe(
      "must have a price for c7g.large, because the policy has a budget and AWS's price list could not be read (ThrottlingException: Rate exceeded). Headcount tries again every 15 minutes. You can also write prices: { c7g.large: 0.1 }, in dollars per hour",
    );
    await world.table.prices.store([{ system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 0.07 }], 1);
    expect(await accept(withBudget({ hourlyUsd: 1 }))).toMatchObject({ result: 'accepted' });
  });

  it('is tried again after the next refresh, until its prices are known, and not if anything else is wrong', async () => {
    const { world, lists, accept, refresh } = shop();
    const waiting = () => world.table.prices.retryWaiting();
    lists.fault = new Error('Rate exceeded');
    await accept(withBudget({ hourlyUsd: 1 }));
    expect(await waiting()).toEqual(['ci']);
    // As the stream does it.
    expect(await accept(withBudget({ hourlyUsd: 1 }))).toMatchObject({ result: 'refused' });
    lists.fault = null;
    await refresh();
    expect(await waiting()).toEqual(['ci']);
    expect(await accept(withBudget({ hourlyUsd: 1 }))).toMatchObject({ result: 'accepted' });
    expect(await waiting()).toEqual([]);
    await accept(withBudget({ hourlyUsd: 1 }, { instanceTypes: ['c7g.larg'] }));
    expect(await waiting()).toEqual([]);
  });

  it.each([
    [{ hourlyUsd: 0.2 }, 'guards.budget.hourlyUsd: must be at least 0.21'],
    [{ monthlyUsd: 153 }, 'guards.budget.monthlyUsd: must be at least 153.3'],
  ])('is rejected if its minimum costs more: %j', async (budget, fault) => {
    const acceptance = await shop().accept(withBudget(budget, {}, { min: 3, max: 9 }));
    expect('faults' in acceptance && acceptance.faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `${fault}: capacity.min keeps 3 workers, which cost $0.07 per hour each or more`,
    ]);
  });

  it('may cost as much as its minimum', async () => {
    const exact = withBudget({ hourlyUsd: 0.21 }, { prices: { 'c7g.large': 0.07 } }, { min: 3, max: 9 });
    expect(await shop().accept(exact)).toMatchObject({ result: 'accepted' });
  });
});

describe('a budget of types by requirements', () => {
  const { instanceTypes: _, ...rest } = EC2 as { instanceTypes?: unknown };
  const byRequirements = (hourlyUsd: number): PolicyDocument => {
    const provider = { ...rest, requirements: { vcpus: 2, architectures: ['arm64'] } };
    return { ...withBudget({ hourlyUsd }, {}, { min: 3, max: 9 }), provider } as unknown as PolicyDocument;
  };
  const faultsOf = async (accept: ReturnType<typeof shop>['accept'], hourlyUsd = 1) => {
    const acceptance = await accept(byRequirements(hourlyUsd));
    return 'faults' in acceptance ? acceptance.faults.map(({ path, message }) => `${path}: ${message}`) : [];
  };

  it('reads and stores what matches, and its prices, and again every day', async () => {
    const { world, lists, accept, refresh } = shop();
    lists.types = ['c7g.large', 'm7g.large'];
    lists.prices.set('m7g.large', 0.09);
    expect(await faultsOf(accept)).toEqual([]);
    const linux = (await world.table.prices.all()).linux ?? {};
    const [name = ''] = Object.keys(linux).filter((key) => key.startsWith('requirements-'));
    expect(linux[name]?.matching).toMatchObject({ types: lists.types, neededAt: world.clock(), readAt: world.clock() });
    expect(linux['m7g.large']).toMatchObject({ onDemand: { usd: 0.09 } });
    lists.types = ['c7g.large'];
    world.pass(24 * HOUR);
    lists.asked.length = 0;
    await refresh();
    expect(lists.asked).toEqual(['matching', 'c7g.large', 'm7g.large']);
    expect((await world.table.prices.all()).linux?.[name]?.matching?.types).toEqual(['c7g.large']);
  });

  it('compares the cheapest with the minimum', async () => {
    const { lists, accept } = shop();
    lists.types = ['c7g.large', 'm7g.large'];
    lists.prices.set('m7g.large', 0.09);
    expect(await faultsOf(accept, 0.2)).toEqual([
      'guards.budget.hourlyUsd: must be at least 0.21: capacity.min keeps 3 workers, which cost $0.07 per hour each or more',
    ]);
  });

  it('is rejected with the remedy if nothing matches, too much, or AWS does not say', async () => {
    const { lists, accept } = shop();
    expect(await faultsOf(accept)).toEqual([
      'provider: must match an instance type, because the policy has a budget: widen "requirements"',
    ]);
    lists.types = Array.from({ length: 101 }, (_, n) => `m${n}g.large`);
    expect(await faultsOf(accept)).toEqual([
      'provider: must match at most 100 instance types, because the policy has a budget and needs their prices; 101 match. Narrow "requirements", for example by vcpus.max, memoryGiB.max and architectures',
    ]);
    const other = shop();
    other.lists.fault = new Error('Rate exceeded.');
    expect(await faultsOf(other.accept)).toEqual([
      'provider: must match instance types, because the policy has a budget, and they could not be read (Rate exceeded). Headcount tries again every 15 minutes',
    ]);
  });
});

describe('a policy without a budget', () => {
  it('is accepted whatever the price list says', async () => {
    const { lists, accept } = shop();
    lists.fault = new Error('no network');
    expect(await accept(policyOf())).toMatchObject({ result: 'accepted' });
  });
});

describe('the refresh', () => {
  it('reads what matches one selection although another one cannot be read', async () => {
    const { world, lists, refresh } = shop();
    const { prices } = world.table;
    const selections = ['requirements-1', 'requirements-2'].map((type) => ({
      ...{ system: 'linux' as const, type, market: 'matching' as const, of: type, types: [] },
    }));
    await prices.store(selections, world.clock());
    await prices.need(selections, world.clock());
    world.pass(24 * HOUR);
    lists.types = ['c7g.large'];
    lists.faults.set('requirements-1', new Error('Rate exceeded.'));
    expect(await refresh()).toMatchObject({
      ...{ read: 1, failed: [{ system: 'linux', market: 'matching', error: 'Rate exceeded.' }] },
    });
    const { linux } = await prices.all();
    expect(['requirements-1', 'requirements-2'].map((name) => linux?.[name]?.matching?.types)).toEqual([
      [],
      ['c7g.large'],
    ]);
  });

  const spot = { instanceTypes: ['c7g.large'], spot: { percent: 100 } };

  it('reads spot prices every time, those on demand once a day, and none that nobody needs', async () => {
    const { world, lists, accept, refresh, known } = shop();
    expect(await refresh()).toEqual({ read: 0, forgotten: 0, failed: [] });
    await accept({ ...policyOf(), provider: { ...EC2, ...spot } } as PolicyDocument);
    lists.asked.length = 0;
    lists.zones.set('c7g.large', { 'zone-a': 0.03 });
    await refresh();
    expect(lists.asked).toEqual(['spot c7g.large']);
    expect((await known('c7g.large'))?.spot?.zones).toEqual({ 'zone-a': 0.03 });
    world.pass(15 * 60);
    await refresh();
    world.pass(24 * HOUR);
    await refresh();
    expect(lists.asked).toEqual(['spot c7g.large', 'spot c7g.large', 'c7g.large', 'spot c7g.large']);
    // Evaluations would have said that they still need them.
    world.pass(24 * HOUR);
    await refresh();
    expect(lists.asked).toHaveLength(4);
  });

  it('keeps the prices that cannot be read, and says what failed', async () => {
    const { world, lists, accept, refresh, known } = shop();
    await accept({ ...policyOf(), provider: { ...EC2, ...spot } } as PolicyDocument);
    lists.fault = new Error('Rate exceeded');
    world.pass(24 * HOUR);
    expect(await refresh()).toEqual({
      read: 0,
      forgotten: 0,
      failed: [
        { system: 'linux', market: 'on-demand', error: 'Rate exceeded' },
        { system: 'linux', market: 'spot', error: 'Rate exceeded' },
      ],
    });
    expect((await known('c7g.large'))?.onDemand?.usd).toBe(0.07);
  });

  it('keeps what is read when one type cannot be', async () => {
    const { world, lists, accept, refresh, known } = shop();
    lists.prices.set('m7g.large', 0.08);
    await accept({ ...policyOf(), provider: { ...EC2, instanceTypes: ['c7g.large', 'm7g.large'] } } as PolicyDocument);
    await refresh();
    world.pass(24 * HOUR);
    lists.prices.set('c7g.large', 0.09);
    lists.faults.set('m7g.large', new Error('Rate exceeded'));
    const failed = [{ system: 'linux', market: 'on-demand', error: 'Rate exceeded' }];
    expect(await refresh()).toEqual({ read: 1, forgotten: 0, failed });
    expect([(await known('c7g.large'))?.onDemand?.usd, (await known('m7g.large'))?.onDemand?.usd]).toEqual([
      0.09, 0.08,
    ]);
  });

  it('keeps a price that the list had, and no longer has', async () => {
    const { world, lists, accept, refresh, known } = shop();
    await accept(policyOf());
    await refresh();
    expect((await known('c7g.large'))?.onDemand?.usd).toBe(0.07);
    lists.prices.clear();
    world.pass(24 * HOUR);
    expect(await refresh()).toMatchObject({ read: 1, failed: [] });
    expect((await known('c7g.large'))?.onDemand).toMatchObject({ usd: 0.07, readAt: world.clock() });
  });

  it('forgets after a month what nobody needs', async () => {
    const { world, accept, refresh, known } = shop();
    await accept(policyOf());
    world.pass(30 * 24 * HOUR);
    expect(await refresh()).toMatchObject({ forgotten: 1 });
    expect(await known('c7g.large')).toBeUndefined();
  });
});
