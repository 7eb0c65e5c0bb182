import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import type { EvaluationRecord, NewRecord, RecordedCase } from '../../../shared/evaluation/index.ts';
import { activityOf, freshGroup, MINUTE, NOON } from '../examples.ts';

const DAY = 1440 * MINUTE;
const KEEP = 14 * 86_400;

/** What an evaluation of a group left, with every field. */
export const recordOf = (group: string, change: Partial<EvaluationRecord> = {}): EvaluationRecord => {
  const { decision, seen } = activityOf(group);
  return {
    ...{ group, at: NOON, trigger: 'schedule', result: 'held', version: 3, workers: seen.workers },
    metrics: { cpu: { at: NOON - MINUTE, value: 71.25 }, load: { at: null, value: -3 }, queued: null },
    ...{ decision, reason: decision.reason, notes: [], activity: null },
    ...change,
  };
};

export function describeEvaluationRecordsContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`EvaluationRecords: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const written = (record: EvaluationRecord, change: Partial<NewRecord> = {}): NewRecord => ({
      ...{ record, keep: KEEP, recordedCase: null },
      ...change,
    });
    const append = (...records: EvaluationRecord[]) => store.evaluations.append(records.map((each) => written(each)));
    const between = (group: string, from = NOON - DAY, to = NOON + DAY) => store.evaluations.between(group, from, to);

    it('returns a record as it was stored', async () => {
      const group = freshGroup();
      const records = [
        recordOf(group, { activity: 'activity-1', notes: [{ code: 'jobs-done', params: { workers: 2 } }] }),
        recordOf(group, {
          ...{ at: NOON + MINUTE, trigger: 'alarm', result: 'failed', version: null, workers: null },
          ...{ metrics: {}, decision: null, reason: { code: 'evaluation-failed', params: { error: 'a "b"\nc' } } },
        }),
        recordOf(group, {
          ...{ at: NOON + 2 * MINUTE, result: 'resized', reason: { code: 'launched', params: {} } },
          workersAfter: { pending: 3, warming: 0, ready: 2, draining: 1, unhealthy: 0 },
        }),
      ];
      for (const record of records) await append(record);
      expect(await between(group)).toEqual(records);
    });

    it('returns the records from a moment to another one, both included, oldest first', async () => {
      const group = freshGroup();
      await append(recordOf(group, { at: NOON + 1 }));
      for (const minute of [3, 0, 2, 1, -600]) await append(recordOf(group, { at: NOON + minute * MINUTE }));
      const times = async (from: number, to: number) => (await between(group, from, to)).map(({ at }) => at);
      expect(await times(NOON, NOON + 2 * MINUTE)).toEqual([NOON, NOON + 1, NOON + MINUTE, NOON + 2 * MINUTE]);
      expect(await times(NOON + 1, NOON + 1)).toEqual([NOON + 1]);
      expect(await times(NOON - DAY, NOON - 1)).toEqual([NOON - 600 * MINUTE]);
      expect(await times(NOON + 4 * MINUTE, NOON + DAY)).toEqual([]);
      expect(await between(freshGroup())).toEqual([]);
    });

    it('keeps the records of many groups apart, also of one moment', async () => {
      const groups = Array.from({ length: 300 }, () => freshGroup());
      await append(...groups.map((group, index) => recordOf(group, { at: NOON - index * 100, version: index })));
      for (const group of [0, 63, 64, 150, 299].map((index) => groups[index] as string)) {
        expect((await between(group)).map((record) => groups[record.version ?? 0])).toEqual([group]);
      }
      const latest = await store.evaluations.latest(groups, NOON + MINUTE);
      expect([...latest.keys()].sort()).toEqual(groups.toSorted());
    });

    it('loses no record of evaluations that end at the same time', async () => {
      const groups = Array.from({ length: 40 }, () => freshGroup());
      await Promise.all(groups.map((group) => append(recordOf(group))));
      for (const group of groups.slice(0, 5)) expect(await between(group)).toHaveLength(1);
      expect((await store.evaluations.latest(groups, NOON)).size).toBe(40);
    });

    it('returns the newest record of each group, unless it is too old', async () => {
      const [one, steady, old] = [freshGroup(), freshGroup(), freshGroup()];
      await append(recordOf(one, { version: 1 }), recordOf(steady, { at: NOON - 5 * MINUTE, version: 2 }));
      await append(recordOf(one, { at: NOON + MINUTE, version: 4 }), recordOf(old, { at: NOON - 20 * MINUTE }));
      const latest = await store.evaluations.latest([one, steady, old, freshGroup()], NOON + MINUTE);
      expect([...latest].map(([group, { version }]) => [group, version]).sort()).toEqual(
        [
          [one, 4],
          [steady, 2],
        ].sort(),
      );
    });

    it('passes over evaluations that lost against another one, for the newest', async () => {
      const group = freshGroup();
      await append(recordOf(group, { version: 1 }));
      await append(recordOf(group, { at: NOON + 1000, result: 'lost', decision: null, workers: null }));
      expect((await store.evaluations.latest([group], NOON + MINUTE)).get(group)?.version).toBe(1);
      expect(await between(group)).toHaveLength(2);
    });

    it('stores groups that are kept for different times', async () => {
      const [short, long] = [freshGroup(), freshGroup()];
      await store.evaluations.append([written(recordOf(short), { keep: 60 }), written(recordOf(long))]);
      // DynamoDB deletes late, and nothing else does.
      expect(await between(long)).toHaveLength(1);
    });

    it('returns cases where they were stored, in the order of time', async () => {
      const [group, other] = [freshGroup(), freshGroup()];
      const caseOf = (minute: number) => ({ id: `${group} ${minute}`, policy: { group } }) as unknown as RecordedCase;
      for (const minute of [1, 0]) {
        const record = recordOf(group, { at: NOON + minute * MINUTE });
        await store.evaluations.append([written(record, { recordedCase: caseOf(minute) }), written(recordOf(other))]);
      }
      expect(await store.evaluations.cases(group, NOON - DAY, NOON + DAY)).toEqual([caseOf(0), caseOf(1)]);
      expect(await store.evaluations.cases(group, NOON, NOON)).toEqual([caseOf(0)]);
      expect(await store.evaluations.cases(other, NOON - DAY, NOON + DAY)).toEqual([]);
      expect(await between(group)).toHaveLength(2);
    });
  });
}
