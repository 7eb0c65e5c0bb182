import { afterEach, expect, test, vi } from 'vitest';
import { Attempts } from '../../../functions/on-policy-change/attempts.ts';
import { acceptChanges } from '../../../functions/on-policy-change/batch.ts';
import { cloudWatchAlarms } from '../../../shared/aws/cloudwatch/alarms.ts';
import { CallPace } from '../../../shared/aws/cloudwatch/call-pace.ts';
import type { CloudWatchCalls } from '../../../shared/aws/cloudwatch/calls.ts';
import type { BoundAlarm } from '../../../shared/evaluation/ports.ts';
import { passing } from '../../../shared/model/index.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../../shared/names/limits.ts';

afterEach(() => void vi.useRealTimers());

const POLICIES = 400;
const SHARDS = 4;
const BATCH = 10;
const CALLS_PER_SECOND = 3;
const CALL_MS = 80;
const MOST_ATTEMPTS = 100;

const alarmOf = (group: string, side: BoundAlarm['side']): BoundAlarm => ({
  ...{ group, rule: 'cpu', side, for: 60, bound: side === 'high' ? 66 : 40 },
  source: { namespace: 'Web', name: 'Load', statistic: 'Average', period: 60, dimensions: { Group: group } },
});

/** A CloudWatch in virtual time that refuses more than three alarms a second. */
function throttling() {
  const alarms = new Map<string, object>();
  const counts = { throttled: 0, put: 0 };
  let [tokens, filledAt] = [CALLS_PER_SECOND, Date.now()];
  const call = async (action: string, input: { AlarmName?: string; AlarmNamePrefix?: string }) => {
    await new Promise((resolve) => setTimeout(resolve, CALL_MS));
    if (action === 'DescribeAlarms') {
      const names = ['high', 'low'].map((side) => `${input.AlarmNamePrefix}cpu/${side}`);
      return { MetricAlarms: names.flatMap((name) => alarms.get(name) ?? []) };
    }
    tokens = Math.min(CALLS_PER_SECOND, tokens + ((Date.now() - filledAt) / 1000) * CALLS_PER_SECOND);
    filledAt = Date.now();
    if (tokens < 1) {
      counts.throttled += 1;
      throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    }
    tokens -= 1;
    counts.put += 1;
    alarms.set(input.AlarmName ?? '', input);
    return {};
  };
  return { alarms, counts, call: call as unknown as CloudWatchCalls };
}

test('many policies that are put at once get their alarms at the rate of CloudWatch, and none is lost or fails', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 27) });
  const cloudWatch = throttling();
  const began = Date.now();
  const accepted = new Set<string>();
  const [errors, attempts]: [string[], number[]] = [[], []];

  /** One shard of the stream: Lambda continues from the first record that is reported as failed. */
  async function shard(number: number): Promise<void> {
    const pace = new CallPace();
    const noted = new Attempts({ read: () => null, write() {} });
    const alarms = cloudWatchAlarms(cloudWatch.call, 'test', 'arn:aws:sns:us-east-1:111122223333:alarms', pace);
    let records = Array.from({ length: POLICIES / SHARDS }, (_, index) => ({
      group: `group-${number}-${index}`,
      sequenceNumber: String(index),
      isRetry: false,
    }));
    for (let tries = 1; records.length > 0; ) {
      const batch = records.slice(0, BATCH);
      const begun = Date.now();
      pace.endsAt(begun + 40_000);
      const [first] = await acceptChanges(batch, {
        async accept(group) {
          await alarms.keep(group, [alarmOf(group, 'high'), alarmOf(group, 'low')]);
          accepted.add(group);
        },
        ...{ clock: Date.now, isOfAll: (cause: unknown) => passing(cause) === 'throttling' },
        setAside: async ({ group }) => void errors.push(group),
        attempts: noted,
        isOver: () => pace.isOver(),
        fail(message, cause) {
          if (passing(cause) !== 'throttling') errors.push(message);
        },
      });
      expect(Date.now() - begun).toBeLessThan(FUNCTION_TIMEOUT_SECONDS['on-policy-change'] * 1000);
      const next = first === undefined ? batch.length : batch.findIndex((record) => record.sequenceNumber === first);
      tries = next > 0 ? 1 : tries + 1;
      attempts.push(tries);
      records = records.slice(next);
    }
  }
  const done = Promise.all(Array.from({ length: SHARDS }, (_, number) => shard(number)));
  let isDone = false;
  void done.finally(() => {
    isDone = true;
  });
  while (!isDone) await vi.advanceTimersByTimeAsync(1000);
  await done;

  expect(accepted.size).toBe(POLICIES);
  expect(cloudWatch.alarms.size).toBe(2 * POLICIES);
  expect(errors).toEqual([]);
  expect(Math.max(...attempts)).toBeLessThan(MOST_ATTEMPTS);
  const seconds = (Date.now() - began) / 1000;
  const least = (2 * POLICIES) / CALLS_PER_SECOND;
  expect(seconds).toBeGreaterThan(0.95 * least);
  expect(seconds).toBeLessThan(1.6 * least);
  expect(cloudWatch.counts.put).toBe(2 * POLICIES);
});

test('a single policy waits for nothing', async () => {
  vi.useFakeTimers({ now: 0 });
  const cloudWatch = throttling();
  const keep = cloudWatchAlarms(cloudWatch.call, 'test', 'arn').keep('ci', [
    alarmOf('ci', 'high'),
    alarmOf('ci', 'low'),
  ]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await keep).toEqual({ put: 2, deleted: 0 });
});
