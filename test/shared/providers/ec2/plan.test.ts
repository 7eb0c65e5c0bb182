import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ec2Config, schema } from '../../../../shared/providers/ec2/format/config.ts';
import { nameOf } from '../../../../shared/providers/ec2/launching/requirements.ts';
import { planToAdd } from '../../../../shared/providers/ec2/plan.ts';
import { poolKey } from '../../../../shared/providers/ec2/ports.ts';
import type { AddRequest, LaunchingWorker, ManagedWorker } from '../../../../shared/providers/index.ts';
import type { Market } from '../../../../shared/providers/instances/listed-worker.ts';
import { NOON } from '../../../contracts/examples.ts';
import { runs } from '../../runs.ts';

const TYPES = ['c7g.large', 'm7g.large'];
const SUBNETS = ['subnet-a', 'subnet-b'];
const KEYS = TYPES.flatMap((instanceType) =>
  SUBNETS.flatMap((subnet) =>
    (['on-demand', 'spot'] as const).map((market) => poolKey({ instanceType, subnet }, market)),
  ),
);

const config: Ec2Config = schema.parse({
  kind: 'ec2',
  launchTemplate: { id: 'lt-0abc', version: '3' },
  instanceTypes: TYPES,
  subnets: SUBNETS,
});

const request = (change: Partial<AddRequest>): AddRequest => ({
  ...{ count: 1, token: 'token-1', workers: [], launching: [], unavailable: new Map(), facts: null, now: NOON },
  ...change,
});
const workerIn = (market: string, drainingUntil: number | null = null) =>
  ({ details: { market }, drainingUntil, unhealthy: null }) as unknown as ManagedWorker;

interface Wanted {
  readonly percent: number;
  readonly onDemandBase: number;
  readonly onDemandThere: number;
  readonly spotThere: number;
  readonly count: number;
}

function intentFor(
  { onDemandThere, spotThere, count, ...spot }: Wanted,
  unavailable: Readonly<Record<string, number>> = {},
) {
  const markets = [...Array<Market>(onDemandThere).fill('on-demand'), ...Array<Market>(spotThere).fill('spot')];
  const workers = markets.map((market) => workerIn(market));
  const spread = { ...config, spot: { ...config.spot, ...spot } };
  return planToAdd(spread, request({ count, workers, unavailable: new Map(Object.entries(unavailable)) })).plan;
}

const count = fc.integer({ min: 0, max: 60 });
const wanted = fc.record({
  ...{ percent: fc.integer({ min: 0, max: 100 }), onDemandBase: fc.integer({ min: 0, max: 10 }) },
  ...{ onDemandThere: count, spotThere: count, count: fc.integer({ min: 1, max: 60 }) },
});
const unavailable = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(NOON - 1, NOON, NOON + 1)))
  .map((entries) => Object.fromEntries(entries));

describe('a launch', () => {
  test('requests exactly the wanted number of workers', () => {
    fc.assert(
      fc.property(wanted, (given) => {
        const intent = intentFor(given);
        expect((intent?.onDemand ?? 0) + (intent?.spot ?? 0)).toBe(given.count);
        expect(Math.min(intent?.onDemand ?? 0, intent?.spot ?? 0)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: runs },
    );
  });

  test('never exceeds the spot share of the policy, and comes as close to it as possible', () => {
    fc.assert(
      fc.property(wanted, (given) => {
        const spot = intentFor(given)?.spot ?? 0;
        const total = given.onDemandThere + given.spotThere + given.count;
        const allowed = (Math.max(0, total - given.onDemandBase) * given.percent) / 100;
        if (spot > 0) expect(given.spotThere + spot).toBeLessThanOrEqual(allowed);
        if (spot < given.count) expect(given.spotThere + spot + 1).toBeGreaterThan(allowed);
      }),
      { numRuns: runs },
    );
  });

  test('in one or many steps has the same split in a new group', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 40 }),
        (percent, onDemandBase, total) => {
          const share = { percent, onDemandBase };
          let [onDemandThere, spotThere] = [0, 0];
          for (let n = 0; n < total; n++) {
            const intent = intentFor({ ...share, onDemandThere, spotThere, count: 1 });
            onDemandThere += intent?.onDemand ?? 0;
            spotThere += intent?.spot ?? 0;
          }
          expect(intentFor({ ...share, onDemandThere: 0, spotThere: 0, count: total })).toMatchObject({
            spot: spotThere,
          });
        },
      ),
      { numRuns: runs },
    );
  });

  test('names only pools that are usable in every requested market, and fails only if there is none', () => {
    fc.assert(
      fc.property(wanted, unavailable, (given, out) => {
        const intent = intentFor(given, out);
        const full = intentFor(given);
        const isOpen = (key: string) => (out[key] ?? 0) <= NOON;
        const asked = (split: typeof intent) =>
          (['on-demand', 'spot'] as const).filter((market) => (market === 'spot' ? split?.spot : split?.onDemand));
        for (const pool of intent?.pools ?? []) {
          for (const market of asked(intent)) expect(isOpen(poolKey(pool, market))).toBe(true);
        }
        const couldLaunch = asked(full).some((market) => KEYS.some((key) => key.endsWith(`/${market}`) && isOpen(key)));
        expect(intent !== null).toBe(couldLaunch);
      }),
      { numRuns: runs },
    );
  });
});

test('a launch does not count draining workers, and counts those that EC2 does not list yet', () => {
  const spread = { ...config, spot: { ...config.spot, percent: 50 } };
  const split = (workers: readonly ManagedWorker[], launching: readonly LaunchingWorker[] = []) =>
    planToAdd(spread, request({ count: 2, workers, launching })).plan;
  const draining = workerIn('spot', NOON);
  expect(split([draining, draining])).toMatchObject({ onDemand: 1, spot: 1 });
  const hidden = (market: Market) => ({ id: `i-${market}`, capacityType: market });
  expect(split([], [hidden('on-demand'), hidden('on-demand')])).toMatchObject({ onDemand: 0, spot: 2 });
  expect(split([], [hidden('spot'), hidden('spot')])).toMatchObject({ onDemand: 2, spot: 0 });
});

test('a launch has the configured launch template and its token', () => {
  expect(intentFor({ percent: 50, onDemandBase: 1, onDemandThere: 0, spotThere: 0, count: 5 })).toEqual({
    ...{ token: 'token-1', onDemand: 3, spot: 2, launchTemplate: { id: 'lt-0abc', version: '3' } },
    pools: [
      { instanceType: 'c7g.large', subnet: 'subnet-a' },
      { instanceType: 'm7g.large', subnet: 'subnet-a' },
      { instanceType: 'c7g.large', subnet: 'subnet-b' },
      { instanceType: 'm7g.large', subnet: 'subnet-b' },
    ],
    there: { 'subnet-a': 0, 'subnet-b': 0 },
  });
});

describe('by requirements', () => {
  const byRequirements = (more: object = {}): Ec2Config =>
    schema.parse({
      ...{ kind: 'ec2', launchTemplate: { id: 'lt-0abc' }, subnets: SUBNETS, requirements: { vcpus: 2 }, ...more },
    });
  const name = nameOf(byRequirements().requirements ?? { generation: 'any', exclude: [] });
  const until = (...keys: string[]) => new Map(keys.map((key) => [key, NOON + 1]));

  test('each subnet has one pool, and a launch has the requirements', () => {
    const { plan } = planToAdd(byRequirements(), request({ count: 2 }));
    expect(plan?.pools).toEqual(SUBNETS.map((subnet) => ({ instanceType: name, subnet })));
    expect(plan?.requirements).toEqual({ vcpus: { min: 2, max: 2 }, generation: 'current', exclude: [] });
  });

  test('other requirements have other pools, however they are written', () => {
    const named = (vcpus: object | number) => nameOf(byRequirements({ requirements: { vcpus } }).requirements as never);
    expect(named({ min: 2, max: 2 })).toBe(name);
    expect(named({ min: 2 })).not.toBe(name);
  });

  test('a type that was short in a subnet of the policy, in this market, is left out there', () => {
    const unavailable = until(
      ...['c7g.large/subnet-a/on-demand', 'm7g.large/subnet-a/spot', 'r7g.large/subnet-z/on-demand'],
      ...['ec2-fleet-other', `${name}/subnet-b/on-demand`],
    );
    const { plan } = planToAdd(byRequirements(), request({ unavailable }));
    expect(plan?.leftOut).toEqual([{ instanceType: 'c7g.large', subnet: 'subnet-a' }]);
    expect(plan?.pools).toEqual([{ instanceType: name, subnet: 'subnet-a' }]);
  });

  test('spot that is short in every zone falls back to on-demand', () => {
    const spot = { percent: 100, fallback: 'on-demand' };
    const unavailable = until(...SUBNETS.map((subnet) => `${name}/${subnet}/spot`));
    const { plan } = planToAdd(byRequirements({ spot }), request({ unavailable, count: 3 }));
    expect(plan).toMatchObject({ onDemand: 3, spot: 0, substitutes: true });
  });
});

test('reservations are for launches that have on-demand workers', () => {
  const planned = (more: object) => planToAdd({ ...config, ...more }, request({ count: 2 })).plan?.reservations;
  const spot = { ...config.spot, percent: 100 };
  expect(planned({})).toBeUndefined();
  expect(planned({ reservations: 'first' })).toBe('first');
  expect(planned({ reservations: 'first', spot })).toBeUndefined();
});

test('no pool is said to be excluded if the spot workers that were missing are about to come', () => {
  const spread = { ...config, spot: { ...config.spot, percent: 50 } };
  const launching = [{ capacityType: 'spot', weight: 1 } as unknown as LaunchingWorker];
  const planned = planToAdd(spread, request({ workers: [workerIn('on-demand')], launching, restores: true }));
  expect(planned).toEqual({ plan: null, count: 0, deferred: 1, reasons: [] });
});

test('if every pool of a market is excluded, the reason says when the first one may be used again', () => {
  const until = (key: string) => NOON + (key.endsWith('spot') ? 1000 : 60_000 * (KEYS.length - KEYS.indexOf(key)));
  const unavailable = new Map(KEYS.map((key) => [key, until(key)]));
  const { reasons } = planToAdd(config, request({ unavailable }));
  const first = Math.min(...KEYS.filter((key) => !key.endsWith('spot')).map(until));
  expect(reasons).toEqual([{ code: 'all-pools-excluded', params: { until: new Date(first).toISOString() } }]);
});
