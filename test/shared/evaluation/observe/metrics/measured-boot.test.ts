import { describe, expect, test } from 'vitest';
import { decide } from '../../../../../shared/decision/index.ts';
import {
  type Observation,
  type PolicyDocument,
  parseObservation,
  parsePolicy,
} from '../../../../../shared/policy/index.ts';
import { groupDocument, groupStatus, sentence } from '../../../../../shared/presentation/index.ts';
import { policyOf, setting } from '../../setting.ts';

const documentOf = (more: Partial<PolicyDocument> = {}): PolicyDocument =>
  policyOf({
    rules: [{ name: 'wait', kind: 'deadline', metric: 'jobs', taskSeconds: 60, startWithin: '5m' }],
    ...more,
  });

/** A group that has launched so many workers, of which each was ready after three minutes. */
async function launched(workers: number, document = documentOf()) {
  const world = setting();
  world.queues.set('jobs', { waiting: 0 });
  await world.put({ ...document, capacity: { min: workers, max: 100 } });
  await world.evaluate();
  world.pass(180);
  await world.evaluate();
  return world;
}

const bootEntry = (report: { readonly decision?: { readonly trace: readonly { readonly stage: string }[] } }) =>
  report.decision?.trace.find(({ stage }) => stage === 'boot');

describe('a rule that sets no boot', () => {
  test('counts with what the launches of its group took, and says so', async () => {
    const world = await launched(25);
    const report = await world.evaluate();
    expect(bootEntry(report)).toMatchObject({ reason: { params: { seconds: expect.any(Number), rules: ['wait'] } } });
    const { boot } = world.state().counters.readyTimes ?? {};
    expect(boot).toBeGreaterThan(160);
    expect(boot).toBeLessThan(200);
    const said = bootEntry(report) as unknown as { reason: Parameters<typeof sentence>[0] };
    expect(sentence(said.reason)).toBe(
      `95 % of the latest launches were ready within ${boot} s: the rule wait uses that as boot time.`,
    );
  });

  test('counts with warmup after few launches', async () => {
    const world = await launched(19);
    expect(bootEntry(await world.evaluate())).toBeUndefined();
  });

  test('counts with warmup if the policy says so', async () => {
    const world = await launched(25, documentOf({ behavior: { out: { boot: 'warmup' } } }));
    expect(world.state().counters.readyTimes?.boot).toBeGreaterThan(160);
    expect(bootEntry(await world.evaluate())).toBeUndefined();
  });

  test('counts with a boot that is written', async () => {
    const rules = [{ name: 'wait', kind: 'deadline', metric: 'jobs', taskSeconds: 60, startWithin: '5m', boot: 30 }];
    const world = await launched(25, documentOf({ rules: rules as PolicyDocument['rules'] }));
    expect(bootEntry(await world.evaluate())).toBeUndefined();
  });
});

test('a decision from a file counts with the boot of its observation', () => {
  const policy = parsePolicy(documentOf());
  const written = { now: '2026-11-21T12:00:00Z', workers: { ready: 1 }, metrics: { jobs: series([0, 0, 30]) } };
  const desired = (boot?: number): number => {
    const observation = parseObservation({ ...written, ...(boot !== undefined && { boot }) });
    if (!policy.ok || !observation.ok) throw new Error('invalid');
    return decide(policy.value, observation.value as Observation).desired;
  };
  expect(desired(250)).toBeGreaterThan(desired(10));
  expect(desired(120)).toBe(desired());
});

const series = (values: readonly number[]) =>
  values.map((value, index) => ({
    at: new Date(Date.UTC(2026, 10, 21, 12) - (values.length - 1 - index) * 60_000).toISOString(),
    value,
  }));

test('status shows what was measured, of the group and of each type', async () => {
  const world = await launched(25);
  const state = world.state();
  const observed = { seen: null, tunedRules: [], unavailable: {}, notes: [] };
  const lines = groupStatus(state, observed, undefined, world.clock()).split('\n');
  const line = lines.find((each) => each.startsWith('launch to ready'));
  expect(line).toMatch(/half of the latest launches within 1[78]\d s, 95 % within 1[78]\d s \(25 measured\)$/);
  const details = { at: world.clock(), state, policy: null, observed: null, workers: null, undescribed: null };
  const document = groupDocument({ ...details, notes: [], lastActivity: null } as never) as Record<string, unknown>;
  expect(document['launchToReady']).toMatchObject({
    ...{ launches: 25, boot: expect.any(Number) },
    types: [{ type: 'c7g.large', start: 'cold', launches: 25 }],
  });
});
