import { describe, expect, test } from 'vitest';
import { momentOf, pastSeries } from '../../../shared/operations/index.ts';
import { momentDocument, momentReport, seriesDocument } from '../../../shared/presentation/index.ts';
import { MINUTE, NOON } from '../../contracts/examples.ts';
import { policyOf, settled } from '../evaluation/setting.ts';

/** A group that was evaluated at noon, resized a minute later and quiet after that. */
async function past() {
  const group = await settled(1, policyOf({ warmup: 60 }));
  group.pass(60);
  group.queues.set('jobs', { waiting: 30 });
  await group.evaluate();
  for (let minute = 2; minute < 5; minute++) {
    group.pass(60);
    group.queues.set('jobs', { waiting: 30 - minute });
    await group.evaluate();
  }
  return group;
}

describe('a moment in the past', () => {
  test('is explained by the last evaluation up to it, with the activity that it began', async () => {
    const { table } = await past();
    const resize = await momentOf('ci', NOON + 119_000, table);
    expect(resize?.record.at).toBe(NOON + MINUTE);
    expect(resize?.activity).toMatchObject({ id: resize?.record.activity, status: 'done' });
    expect(resize && momentReport(resize)).toContain('launched 2 of 2');
    const quiet = await momentOf('ci', NOON + 4 * MINUTE + 1, table);
    expect(quiet?.activity).toBeNull();
    expect(quiet && momentReport(quiet)).toBe(`ci: Hold at 3. Rules asked for 3 (jobs 26, 10 per worker).
evaluation of 2026-11-21 12:04:00 UTC, triggered by the schedule, policy version 1: nothing was changed

Seen
  capacity 3; workers: 3 ready
  jobs 26

Rules
  jobs  3  jobs 26, 10 per worker: 3 workers

Combined
  3: jobs made the only proposal

Limits and guards
  none applied

Decided
  hold at 3`);
  });

  test('before the first evaluation is explained by the first one, if that is near', async () => {
    const { table } = await past();
    expect((await momentOf('ci', NOON - 5 * MINUTE, table))?.record.at).toBe(NOON);
    expect(await momentOf('ci', NOON - 60 * MINUTE, table)).toBeNull();
    expect(await momentOf('ci', NOON + 60 * MINUTE, table)).toBeNull();
  });

  test('is explained by an evaluation that lost only if there is no other', async () => {
    const { table } = await past();
    const [record] = await table.evaluations.between('ci', NOON, NOON);
    if (!record) throw new Error('not recorded');
    const lost = { ...record, at: NOON + 30_000, result: 'lost' as const };
    await table.evaluations.append([{ record: lost, keep: 60, recordedCase: null }]);
    expect((await momentOf('ci', NOON + 31_000, table))?.record.at).toBe(NOON);
  });

  test('has the same as JSON, with times in ISO 8601', async () => {
    const { table } = await past();
    const moment = await momentOf('ci', NOON + 2 * MINUTE, table);
    expect(moment && momentDocument(moment)).toMatchObject({
      evaluation: {
        ...{ group: 'ci', at: '2026-11-21T12:02:00.000Z', result: 'held', version: 1, code: 'hold' },
        metrics: { jobs: { at: '2026-11-21T12:02:00.000Z', value: 28 } },
        decision: { current: 3, desired: 3 },
      },
      activity: null,
    });
  });
});

test('metrics and workers over time have one point for each evaluation', async () => {
  const { table } = await past();
  const series = seriesDocument(await pastSeries('ci', { from: NOON, to: NOON + 3 * MINUTE }, table));
  expect(series.metrics['jobs'].map(({ value }: { value: number }) => value)).toEqual([10, 30, 28, 27]);
  expect(series.workers.map(({ at, desired, ready }) => [at?.slice(11, 16), desired, ready])).toEqual([
    ['12:00', 1, 1],
    ['12:01', 3, 1],
    ['12:02', 3, 3],
    ['12:03', 3, 3],
  ]);
});
