import { describe, expect, test, vi } from 'vitest';
import type { EvaluationRecords } from '../../../../shared/evaluation/index.ts';
import { MINUTE, NOON } from '../../../contracts/examples.ts';
import { policyOf, setting, settled } from '../setting.ts';

const DAY = 1440 * MINUTE;
const recordsOf = ({ table }: Awaited<ReturnType<typeof settled>>, group = 'ci') =>
  table.evaluations.between(group, NOON - DAY, NOON + DAY);

describe('the record of an evaluation', () => {
  test('says what was seen and decided, also if nothing changes', async () => {
    const group = await settled(3);
    group.pass(60);
    const report = await group.evaluate({}, 'alarm');
    const record = (await recordsOf(group)).at(-1);
    expect(record).toEqual({
      ...{ group: 'ci', at: NOON + MINUTE, trigger: 'alarm', result: 'held', version: 1, notes: [], activity: null },
      workers: { pending: 0, warming: 0, ready: 3, draining: 0, unhealthy: 0 },
      metrics: { jobs: { at: NOON + MINUTE, value: 30 } },
      ...{ decision: report.decision, reason: report.reason },
    });
    expect(record?.decision?.trace.map(({ stage }) => stage)).toContain('rule:jobs');
  });

  test('names the activity that it began', async () => {
    const group = await settled(1);
    group.queues.set('jobs', { waiting: 40 });
    const { activity } = await group.evaluate();
    expect((await recordsOf(group)).at(-1)).toMatchObject({ result: 'resized', activity });
  });

  test('is also left by an evaluation that fails or does not decide, but not for a group that does not exist', async () => {
    const group = await settled(1);
    group.fleet.calls.fail('list', new Error('throttled'));
    await group.many(['ci', 'unknown']);
    expect((await recordsOf(group)).at(-1)).toMatchObject({ result: 'failed', decision: null, workers: null });
    expect(await recordsOf(group, 'unknown')).toEqual([]);
  });

  test('is one write for all groups of a message', async () => {
    const group = setting();
    const names = Array.from({ length: 30 }, (_, index) => `ci-${index}`);
    for (const name of names) await group.put(policyOf({ group: name }));
    await group.many(names);
    expect(group.table.evaluations.calls.of('append')).toBe(1);
    expect((await group.table.evaluations.latest(names, group.clock())).size).toBe(30);
  });

  test('is counted by its result, also if it is not recorded', async () => {
    const group = await settled(1, policyOf({ history: { keep: 'none' } }));
    group.queues.set('jobs', { waiting: 40 });
    await group.evaluate();
    group.fleet.calls.fail('list', new Error('throttled'));
    await group.many(['ci', 'unknown']);
    expect((await group.table.counts.read()).evaluations).toEqual({ held: 1, resized: 1, failed: 1, skipped: 1 });
  });

  test('is stored although it cannot be counted', async () => {
    const group = await settled(1);
    group.table.counts.calls.fail('add', new Error('throttled'));
    const warn = vi.fn();
    group.pass(60);
    expect(await group.evaluate({ warn })).toMatchObject({ result: 'held' });
    expect((await recordsOf(group)).at(-1)).toMatchObject({ at: NOON + MINUTE });
    expect(warn).toHaveBeenCalledExactlyOnceWith('the evaluations are not counted', expect.any(Error));
  });

  test('can be switched off by the policy, and kept for longer', async () => {
    const off = await settled(1, policyOf({ history: { keep: 'none', detail: 'full' } }));
    expect(await recordsOf(off)).toEqual([]);
    const long = await settled(1, policyOf({ history: { keep: '90d' } }));
    expect(long.table.evaluations.stored.map(({ keep, recordedCase }) => [keep, recordedCase])).toEqual([
      [90 * 86_400, null],
    ]);
  });

  test('includes the whole case if the policy asks for it', async () => {
    const group = await settled(2, policyOf({ history: { detail: 'full' } }));
    const [recorded] = await group.table.evaluations.cases('ci', NOON - DAY, NOON + DAY);
    expect(recorded?.observation.metrics).toEqual({ jobs: [{ at: new Date(NOON).toISOString(), value: 20 }] });
    expect(recorded?.decision).toEqual((await recordsOf(group))[0]?.decision);
  });
});

describe('a record that cannot be written', () => {
  test('changes nothing about the evaluation, and is reported', async () => {
    const group = await settled(1);
    group.queues.set('jobs', { waiting: 40 });
    group.table.evaluations.calls.fail('append', new Error('throttled'));
    const warnings: unknown[] = [];
    const report = await group.evaluate({ warn: (...warning) => warnings.push(warning) });
    expect(report.result).toBe('resized');
    expect(group.alive()).toHaveLength(4);
    expect(warnings).toEqual([['the evaluations are not recorded', new Error('throttled')]]);
  });

  test('ends after three seconds, when the workers are launched', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const group = await settled(1);
    group.queues.set('jobs', { waiting: 40 });
    let launched = 0;
    const evaluations: Pick<EvaluationRecords, 'append'> = {
      append() {
        launched = group.alive().length;
        setImmediate(() => vi.advanceTimersByTime(3000));
        return new Promise(() => {});
      },
    };
    expect((await group.evaluate({ evaluations })).result).toBe('resized');
    expect(launched).toBe(4);
    vi.useRealTimers();
  });
});
