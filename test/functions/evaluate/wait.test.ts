import { describe, expect, test } from 'vitest';
import { longestWait, tickOf } from '../../../functions/evaluate/wait.ts';
import { newLogger } from '../../../shared/runtime/logger.ts';
import { logWait } from '../../../shared/runtime/own-metrics.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const received = (seconds: number, { count = 1, body = { groups: ['ci'] } as unknown } = {}) => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: { SentTimestamp: String(NOW - seconds * 1000), ApproximateReceiveCount: String(count) },
});

describe('the wait of a batch', () => {
  test('is the longest of its messages', () => {
    expect(longestWait([received(2), received(31), received(5)], NOW)).toBe(31);
  });

  test.each([
    ['a message that comes again: it was hidden meanwhile', received(720, { count: 2 })],
    ['a follow-up, which was sent with a delay', received(900, { body: { groups: ['ci'], trigger: 'follow-up' } })],
    ['a push, which waits for its interval', received(5, { body: { groups: ['ci'], trigger: 'push' } })],
    ['an evaluation between ticks', received(45, { body: { groups: ['ci'], trigger: 'interval' } })],
    ['a message that is not of the schedule', received(900, { body: 'hello' })],
    ['a message without attributes', { body: '{"groups":["ci"]}' }],
  ])('does not count %s', (_, record) => {
    expect(longestWait([record], NOW)).toBeNull();
    expect(longestWait([record, received(1)], NOW)).toBe(1);
  });

  test('does not count the delay that the schedule has asked for', () => {
    const paced = (seconds: number) => received(seconds, { body: { groups: ['ci'], after: 40 } });
    expect(longestWait([paced(43)], NOW)).toBe(3);
    expect(longestWait([paced(43), received(5)], NOW)).toBe(5);
  });

  test('is zero when the clock of the queue is ahead', () => {
    expect(longestWait([received(-3)], NOW)).toBe(0);
  });
});

test('the tick of a batch is that of its oldest message of the schedule without a delay, also of one that comes again', () => {
  const later = received(45, { body: { groups: ['ci'], trigger: 'interval' } });
  expect(tickOf([received(2), received(31, { count: 2 }), later], NOW)).toBe(NOW - 31_000);
  // It may be from the tick before.
  expect(tickOf([received(2), received(62, { body: { groups: ['ci'], after: 59 } })], NOW)).toBe(NOW - 2000);
  expect([tickOf([later], NOW), tickOf([received(-3)], NOW)]).toEqual([NOW, NOW]);
});

test('the logged wait is a metric in the embedded format, at the root of the line', () => {
  const lines: string[] = [];
  logWait(
    newLogger({}, (line) => lines.push(line)),
    'production',
    12.5,
    NOW,
  );
  expect(JSON.parse(lines.join(''))).toMatchObject({
    _aws: {
      Timestamp: NOW,
      CloudWatchMetrics: [
        {
          Namespace: 'Headcount',
          Dimensions: [['Stage']],
          Metrics: [{ Name: 'EvaluationWait', Unit: 'Seconds' }],
        },
      ],
    },
    Stage: 'production',
    EvaluationWait: 12.5,
  });
});
