import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, checksum, extend, extended } from '../../../shared/model/index.ts';
import { completedPolicy, parsePolicy, readCompletedPolicy, sealedPolicy } from '../../../shared/policy/index.ts';
import { policyDocument } from '../decision/arbitraries.ts';
import { policyOf } from '../decision/builders.ts';
import { runs } from '../runs.ts';

/** As a table carries it. */
const carried = <Carried>(value: Carried): Carried => JSON.parse(JSON.stringify(value));
const read = (written: unknown) => {
  const parsed = readCompletedPolicy(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
};

describe('a completed policy', () => {
  it('reads as the policy that was accepted', () => {
    fc.assert(
      fc.property(policyDocument, (document) => {
        const parsed = parsePolicy(carried(document));
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
        expect(read(carried(completedPolicy(parsed.value)))).toEqual(parsed.value);
      }),
      { numRuns: runs },
    );
  });

  it('keeps its values when defaults change later', () => {
    const policy = policyOf({ rules: [{ kind: 'target', metric: 'cpu', value: 60 }] });
    const { policy: written, ...rest } = carried(completedPolicy(policy));
    // As if it had been accepted when the defaults were others.
    const then = {
      ...written,
      rules: [{ ...written.rules[0], tolerance: { out: 0.3, in: 0.2 } }],
      behavior: {
        out: { ...written.behavior.out, cooldown: 77, stabilization: 5, limits: [{ workers: 9, every: 60 }] },
        in: { ...written.behavior.in, cooldown: 777, drain: 7 },
      },
      guards: { ...written.guards, floor: 2 },
    };
    expect(read({ ...rest, policy: then })).toEqual({ ...policy, ...then });
  });

  it('has every field of the policy, so that no default is missing', () => {
    const { policy } = carried(
      completedPolicy(policyOf({ rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }] })),
    );
    expect(Object.keys(policy)).toEqual(
      expect.arrayContaining([
        'tier',
        'profile',
        'paused',
        'dryRun',
        'onDelete',
        'warmup',
        'metrics',
        'behavior',
        'guards',
      ]),
    );
    expect(policy.behavior.in).toMatchObject({ cooldown: 0, stabilization: 0, limits: [], select: 'max', drain: 120 });
  });

  it('of an earlier version keeps what no field said yet, such as that a busy worker ends with its drain', () => {
    const { policy, ...rest } = carried(completedPolicy(policyOf({ rules: [] })));
    const { drainBusy: _, idle: __, whileBooting: ___, ...into } = policy.behavior.in;
    const { shortPeaks: ____, boot: _____, ...out } = policy.behavior.out;
    const earlier = read({ ...rest, policy: { ...policy, behavior: { out, in: into } } }).behavior;
    expect(earlier.in).toMatchObject({ drainBusy: 'terminate', idle: 'limited', whileBooting: 'proceed' });
    expect(earlier.out).toMatchObject({ shortPeaks: 'follow', boot: 'warmup' });
    expect(read({ ...rest, policy }).behavior.in.drainBusy).toBe('wait');
  });

  it('of schema version 1 gets the ages of that version, but keeps one that it states, and a formula has none', () => {
    const load = { cloudwatch: { namespace: 'App', name: 'Load', period: 10 } };
    const written = { old: load, stated: { ...load, maxAge: 90 }, twice: { formula: 'old * 2' } };
    const { policy } = carried(
      completedPolicy(policyOf({ metrics: written, rules: [{ kind: 'backlog', metric: 'twice', perWorker: 1 }] })),
    );
    const { maxAge: now, ...old } = policy.metrics['old'] as { maxAge?: number };
    const earlier = read({ schemaVersion: 1, policy: { ...policy, metrics: { ...policy.metrics, old } } }).metrics;
    expect([now, earlier['old']?.maxAge, earlier['stated']?.maxAge]).toEqual([300, 30, 90]);
    expect(earlier['twice']).not.toHaveProperty('maxAge');
  });

  it.each([
    ['of a newer schema version', { schemaVersion: 3, policy: {} }, /has schema version 3, .* reads up to 2\. Update/],
    ['without a schema version', { policy: {} }, /has no schema version or no policy/],
    ['that is none', 'text', /has no schema version or no policy/],
  ])('%s is rejected', (_, written, message) => {
    expect(() => readCompletedPolicy(written)).toThrow(message);
  });
});

it('a policy that was accepted before the spread of zones and the choice on rebalancing keeps what it did then', () => {
  const parsed = parsePolicy({
    group: 'ci',
    capacity: { min: 0, max: 9 },
    provider: {
      kind: 'ec2',
      launchTemplate: { name: 'ci-runner' },
      instanceTypes: ['c7g.large'],
      subnets: ['subnet-a', 'subnet-b'],
      spot: { percent: 50 },
    },
  });
  if (!parsed.ok) throw new Error('the policy is not valid');
  expect(readCompletedPolicy(JSON.parse(JSON.stringify(completedPolicy(parsed.value))))).toEqual(parsed);
  const earlier = JSON.parse(JSON.stringify(completedPolicy(parsed.value)));
  delete earlier.policy.provider.spread;
  delete earlier.policy.provider.spot.rebalance;
  expect(readCompletedPolicy(earlier)).toMatchObject({
    ok: true,
    value: { provider: { spread: 'none', spot: { percent: 50, rebalance: 'replace' } } },
  });
});

it('a policy with rightsize.mode: auto that was accepted before there were rollouts replaces no workers', () => {
  const parsed = parsePolicy({
    group: 'ci',
    capacity: { min: 0, max: 9 },
    provider: {
      kind: 'ec2',
      launchTemplate: { name: 'ci-runner' },
      instanceTypes: ['c7g.large'],
      subnets: ['subnet-a', 'subnet-b'],
      rightsize: { mode: 'auto' },
    },
  });
  if (!parsed.ok) throw new Error('the policy is not valid');
  const now = JSON.parse(JSON.stringify(completedPolicy(parsed.value)));
  expect(readCompletedPolicy(now)).toMatchObject({ value: { provider: { rightsize: { mode: 'auto' } } } });
  delete now.policy.provider.rollout;
  expect(readCompletedPolicy(now)).toMatchObject({ value: { provider: { rightsize: { mode: 'initial' } } } });
});

describe('the seal of a completed policy', () => {
  it('is enough to use it, and gives the policy that reading it gives', () => {
    fc.assert(
      fc.property(policyDocument, (document) => {
        const parsed = parsePolicy(carried(document));
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
        const stored = carried(completedPolicy(parsed.value));
        expect(sealedPolicy(stored)).toEqual(read(stored));
      }),
      { numRuns: runs },
    );
  });

  const stored = carried(completedPolicy(policyOf({ rules: [{ kind: 'target', metric: 'cpu', value: 60 }] })));
  const { seal: _, ...unsealed } = stored;

  it('does not depend on the order of fields, which a table does not keep', () => {
    const policy = Object.fromEntries(Object.entries(stored.policy).reverse());
    expect(sealedPolicy({ ...stored, policy })).toEqual(stored.policy);
  });

  it.each<[string, unknown]>([
    ['an edited policy', { ...stored, policy: { ...stored.policy, capacity: { min: 0, max: 1e9 } } }],
    ['a policy with a field more', { ...stored, policy: { ...stored.policy, maximum: 9 } }],
    ['a policy with a field less', { ...stored, policy: { ...stored.policy, warmup: undefined } }],
    ['a policy of an earlier release', unsealed],
    ['a policy that another edition of the format has sealed', { ...stored, seal: checksum(canonical(stored.policy)) }],
    ['a policy of another schema version', { ...stored, schemaVersion: 1 }],
    ['no policy', { ...stored, policy: undefined }],
    ['a text', 'text'],
    ['nothing', null],
  ])('is not accepted for %s', (_case, written) => {
    expect(sealedPolicy(written)).toBeNull();
  });

  it.each<[string, string]>([
    ['rules', 'target'],
    ['sources', 'cloudwatch'],
    ['providers', 'ec2'],
  ])('depends on the edition of an extension that the policy uses: one of %s', (place, kind) => {
    const before = extended();
    const as = (edition: string, named = kind) =>
      extend({ ...before, [place]: new Map([[named, { module: null, format: null, edition }]]) });
    const policy = policyOf({
      provider: { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] },
      metrics: { cpu: { cloudwatch: { namespace: 'App', name: 'Load' } } },
      rules: [{ kind: 'target', metric: 'cpu', value: 60 }],
    });
    try {
      as('first');
      const accepted = carried(completedPolicy(policy));
      expect(sealedPolicy(accepted)).not.toBeNull();
      as('second');
      expect(sealedPolicy(accepted)).toBeNull();
      as('first', 'unused');
      expect(sealedPolicy(accepted)).toBeNull();
      expect(sealedPolicy(stored)).not.toBeNull();
    } finally {
      extend(before);
    }
  });
});
