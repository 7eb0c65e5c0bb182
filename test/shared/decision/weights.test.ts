import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decide, terminationCandidates } from '../../../shared/decision/index.ts';
import { type Worker, weightOf } from '../../../shared/model/index.ts';
import { type Observation, parseObservation, parsePolicy } from '../../../shared/policy/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import { runs } from '../runs.ts';
import { observationDocument, policyDocument } from './arbitraries.ts';
import { ago, decided, policyOf, toldAt } from './builders.ts';

const worker = (id: string, weight: number, more: object = {}) => ({ id, state: 'ready' as const, weight, ...more });
const backlog = { rules: [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }] };
const priced = (weights: Readonly<Record<string, number>>, hourlyUsd: number) => ({
  ...backlog,
  guards: { budget: { hourlyUsd } },
  provider: {
    kind: 'ec2' as const,
    launchTemplate: { name: 'fleet' },
    instanceTypes: Object.entries(weights).map(([type, weight]) => ({ type, weight })),
    subnets: ['subnet-a'],
  },
});

describe('workers with weights', () => {
  test('are as much capacity as they weigh, and the decision says so', () => {
    const decision = decided(backlog, {
      metrics: { jobs: 12 },
      workers: [worker('a', 8), worker('b', 2), worker('c', 2)],
    });
    expect(decision).toMatchObject({ current: 12, desired: 12, direction: 'hold' });
    expect(sentence(decision.reason)).toMatch(/^Hold at capacity 12 \(3 workers\)\. /);
    expect(toldAt(decision, 'weights')).toBe(
      'Capacity is counted in units: 3 workers count as 12. In rules and limits, a worker means a unit',
    );
  });

  test('that are missing are not said to hold the capacity', () => {
    const decision = decided(backlog, { desired: 8, metrics: { jobs: 20 }, workers: [worker('a', 4)] });
    expect(sentence(decision.reason)).toMatch(/^Scale out from capacity 8 \(1 worker with capacity 4\) to 20\. /);
  });

  test('go only as far as the group does not fall below what is desired', () => {
    const workers = [
      worker('old', 8, { launchedAt: ago(9000) }),
      worker('young', 4, { launchedAt: ago(600) }),
      worker('small', 1, { launchedAt: ago(300) }),
    ];
    expect(decided(backlog, { metrics: { jobs: 8 }, workers })).toMatchObject({
      desired: 8,
      retire: ['young', 'small'],
    });
    expect(decided(backlog, { metrics: { jobs: 10 }, workers })).toMatchObject({ desired: 10, retire: ['small'] });
    const heavy = [worker('a', 4), worker('b', 4), worker('c', 4)];
    expect(decided(backlog, { metrics: { jobs: 9 }, workers: heavy })).toMatchObject({ desired: 9, retire: [] });
    expect(decided(backlog, { metrics: { jobs: 8 }, workers: heavy })).toMatchObject({ desired: 8, retire: ['a'] });
  });

  test('go by their price for a unit of capacity', () => {
    const workers = [
      { ...worker('large', 8), hourlyUsd: 0.4, protected: false, metrics: {} },
      { ...worker('dear', 1), hourlyUsd: 0.1, protected: false, metrics: {} },
    ];
    expect(terminationCandidates(workers, 9, 'costliest', [])).toEqual(['dear', 'large']);
  });

  test('have values that count by their weight', () => {
    const rules = [{ kind: 'target' as const, metric: 'cpu', value: 50 }];
    const workers = [worker('a', 3, { metrics: { cpu: 90 } }), worker('b', 1, { metrics: { cpu: 10 } })];
    // (3 × 90 + 1 × 10) ÷ 50 = 5.6
    expect(decided({ rules }, { workers })).toMatchObject({ current: 4, desired: 6 });
  });

  test('keep a base in units', () => {
    const workers = [worker('a', 2, { base: true }), worker('b', 2, { base: true }), worker('c', 2)];
    expect(decided(backlog, { base: 3, metrics: { jobs: 3 }, workers }).retire).toEqual(['c']);
    expect(decided(backlog, { base: 2, metrics: { jobs: 2 }, workers }).retire).toEqual(['a', 'c']);
  });
});

describe('a budget', () => {
  const spending = { launchUsd: 0.1 };
  test('pays for units of capacity', () => {
    const workers = [worker('a', 4, { hourlyUsd: 0.4 })];
    const decision = decided(priced({ 'c7g.xlarge': 4 }, 1.2), { spending, metrics: { jobs: 99 }, workers });
    expect(decision).toMatchObject({ current: 4, desired: 12, blockedBy: 'budget' });
    expect(sentence(decision.reason)).toContain('pays for 12 units of capacity at $0.1 each');
  });

  test.each([
    // Another worker of weight 4 costs $0.4.
    [{ 'c7g.xlarge': 4 }, 0.7, 4],
    [{ 'c7g.xlarge': 4 }, 1.1, 8],
    // Seven units of the lighter type; an eighth might come as a worker that is twice as heavy.
    [{ 'c7g.large': 1, 'c7g.2xlarge': 8 }, 1.2, 11],
  ])('leaves room for the worker that a launch of %j may bring too much', (weights, hourlyUsd, desired) => {
    const workers = [worker('a', 4, { hourlyUsd: 0.4 })];
    const seen = { spending, metrics: { jobs: 99 }, workers };
    expect(decided(priced(weights, hourlyUsd), seen)).toMatchObject({ current: 4, desired });
  });
});

const weight = fc.integer({ min: 1, max: 5 });
const weights = fc.array(weight, { minLength: 12, maxLength: 12 });
const parsed = (written: Parameters<typeof parseObservation>[0]): Observation => {
  const read = parseObservation(written);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
};
const listed = ({ workers }: Observation): readonly Worker[] => (Array.isArray(workers) ? workers : []);

describe('for every valid policy and every valid observation', () => {
  it('a weight of 1 is no weight', () => {
    fc.assert(
      fc.property(policyDocument, observationDocument, (document, written) => {
        const policy = policyOf(document);
        const seen = parsed(written);
        const weighed = Array.isArray(seen.workers)
          ? { ...seen, workers: seen.workers.map((each: Worker) => ({ ...each, weight: 1 })) }
          : seen;
        expect(JSON.stringify(decide(policy, weighed))).toBe(JSON.stringify(decide(policy, seen)));
      }),
      { numRuns: runs },
    );
  });

  it('a worker of some weight decides like as many workers, and no scale-in goes below what is desired', () => {
    fc.assert(
      fc.property(policyDocument, observationDocument, weights, (document, written, some) => {
        const read = parsePolicy(document);
        if (!read.ok) return;
        const { admission: _, ...seen } = parsed(written);
        if (!Array.isArray(seen.workers)) return;
        const workers = seen.workers.map((each: Worker, index) => ({ ...each, weight: some[index % 12] as number }));
        const copies = workers.flatMap(({ weight: units, hourlyUsd, ...each }) =>
          Array.from({ length: units }, (__, nth) => ({
            ...{ ...each, id: `${each.id}-${nth}` },
            ...(hourlyUsd === undefined ? {} : { hourlyUsd: hourlyUsd / units }),
          })),
        );
        const decision = decide(read.value, { ...seen, workers });
        const { desired, current, blockedBy, proposal } = decide(read.value, { ...seen, workers: copies });
        expect(decision).toMatchObject({ desired, current, blockedBy, proposal });
        const going = new Set(decision.retire);
        const left = workers.filter(({ id, state }) => state !== 'draining' && !going.has(id));
        if (going.size > 0) expect(left.reduce((sum, each) => sum + weightOf(each), 0)).toBeGreaterThanOrEqual(desired);
      }),
      { numRuns: runs },
    );
  });
});

it('workers that weigh nothing or half are no workers', () => {
  for (const wrong of [0, 0.5, -1, '2'])
    expect(parseObservation({ now: ago(0), workers: [worker('a', wrong as number)] })).toMatchObject({
      ...{ ok: false, faults: [{ path: 'workers[0].weight' }] },
    });
  expect(listed(parsed({ now: ago(0), workers: [worker('a', 2)] }))).toMatchObject([{ weight: 2 }]);
});
