import { describe, expect, test } from 'vitest';
import { type BatchUse, evaluateBatch, type QueueRecord } from '../../../functions/evaluate/batch.ts';
import type { EvaluationReport } from '../../../shared/evaluation/index.ts';
import { textReason } from '../../text-reason.ts';

const record = (messageId: string, body: unknown): QueueRecord => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Evaluations in which the groups named fail; keeps what was asked of it. */
function use({ failing = [] as string[], requeueFails = false, isCounted = false } = {}) {
  const asked: { groups: readonly string[]; trigger: string }[] = [];
  const requeued: string[] = [];
  const warned: string[] = [];
  const batchUse: BatchUse = {
    async evaluate(groups, trigger) {
      asked.push({ groups, trigger });
      return groups.map((group): EvaluationReport => {
        const result = failing.includes(group) ? 'failed' : 'held';
        const counted = isCounted && result === 'failed' ? { failures: 7 } : {};
        return { group, trigger, at: 0, result, reason: textReason(''), ...counted };
      });
    },
    async requeue(group) {
      if (requeueFails) throw new Error('no queue');
      requeued.push(group);
    },
    warn: (told) => warned.push(told),
  };
  return { batchUse, asked, requeued, warned };
}

describe('a batch of messages', () => {
  test('is evaluated together, so that groups share reads, and a duplicate group is evaluated once', async () => {
    const { batchUse, asked } = use();
    const records = [record('1', { groups: ['a', 'b'] }), record('2', { groups: ['b', 'c'] })];
    expect(await evaluateBatch(records, batchUse)).toEqual([]);
    expect(asked).toEqual([{ groups: ['a', 'b', 'c'], trigger: 'schedule' }]);
  });

  test('separates messages by trigger', async () => {
    const { batchUse, asked } = use();
    const later = record('2', { groups: ['b'], trigger: 'follow-up' });
    await evaluateBatch([record('1', { groups: ['a'] }), later], batchUse);
    expect(asked).toEqual([
      { groups: ['a'], trigger: 'schedule' },
      { groups: ['b'], trigger: 'follow-up' },
    ]);
  });

  test('without any readable message evaluates nothing', async () => {
    const { batchUse, asked } = use();
    expect(await evaluateBatch([record('1', 'hello')], batchUse)).toEqual(['1']);
    expect(asked).toEqual([]);
  });

  test('delivers again only the messages of the trigger whose groups could not be observed', async () => {
    const { batchUse, asked, warned } = use();
    const evaluate: BatchUse['evaluate'] = async (groups, trigger) => {
      if (trigger === 'follow-up') throw new Error('no table');
      return batchUse.evaluate(groups, trigger);
    };
    const records = [
      record('1', { groups: ['a'], trigger: 'follow-up' }),
      record('2', { groups: ['b'] }),
      record('3', { groups: ['c'], trigger: 'follow-up' }),
    ];
    expect(await evaluateBatch(records, { ...batchUse, evaluate })).toEqual(['1', '3']);
    expect(asked).toEqual([{ groups: ['b'], trigger: 'schedule' }]);
    expect(warned).toEqual(['could not observe the groups of 1, 3']);
  });

  test('fails as a whole when every observation fails', async () => {
    const { batchUse } = use();
    const broken = { ...batchUse, evaluate: () => Promise.reject(new Error('no table')) };
    await expect(evaluateBatch([record('1', { groups: ['a'] })], broken)).rejects.toThrow('no table');
  });
});

describe('an unreadable message is retried until it moves to the dead-letter queue', () => {
  test.each<[string, unknown]>([
    ['no JSON', 'hello'],
    ['another shape', ['a']],
    ['no groups', { groups: [] }],
    ['a name that no group can have', { groups: ['a', 'Not A Group'] }],
    ['an unknown trigger', { groups: ['a'], trigger: 'chance' }],
    ['more groups than a message may hold', { groups: Array.from({ length: 1001 }, (_, n) => `g${n}`) }],
  ])('%s', async (_, body) => {
    const { batchUse, asked, warned } = use();
    expect(await evaluateBatch([record('bad', body), record('good', { groups: ['a'] })], batchUse)).toEqual(['bad']);
    expect(warned).toEqual(['message bad is not { "groups": [names] }']);
    expect(asked).toEqual([{ groups: ['a'], trigger: 'schedule' }]);
  });
});

test('a group whose failure is counted is repeated by the schedule, not by its message', async () => {
  const { batchUse, requeued } = use({ failing: ['b', 'c'], isCounted: true });
  const records = [record('1', { groups: ['a', 'b'] }), record('2', { groups: ['c'] })];
  expect(await evaluateBatch(records, batchUse)).toEqual([]);
  expect(requeued).toEqual([]);
});

describe('a group that fails', () => {
  test('in a message with others is queued again alone, and its message is done', async () => {
    const { batchUse, requeued } = use({ failing: ['b'] });
    const records = [record('1', { groups: ['a', 'b', 'c'] }), record('2', { groups: ['d'] })];
    expect(await evaluateBatch(records, batchUse)).toEqual([]);
    expect(requeued).toEqual(['b']);
  });

  test('alone in its message is retried with the message', async () => {
    const { batchUse, requeued } = use({ failing: ['b'] });
    expect(await evaluateBatch([record('1', { groups: ['a'] }), record('2', { groups: ['b'] })], batchUse)).toEqual([
      '2',
    ]);
    expect(requeued).toEqual([]);
  });

  test('and cannot be queued again is reported, and its whole message is retried', async () => {
    const { batchUse, warned } = use({ failing: ['b'], requeueFails: true });
    expect(await evaluateBatch([record('1', { groups: ['a', 'b'] })], batchUse)).toEqual(['1']);
    expect(warned).toEqual(['could not put b back on the queue']);
  });

  test('and is twice in a message is queued again once', async () => {
    const { batchUse, requeued } = use({ failing: ['b'] });
    expect(await evaluateBatch([record('1', { groups: ['b', 'a', 'b'] })], batchUse)).toEqual([]);
    expect(requeued).toEqual(['b']);
  });
});
