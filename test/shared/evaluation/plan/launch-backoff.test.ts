import { expect, test } from 'vitest';
import { backoffAfter, isWaiting } from '../../../../shared/evaluation/plan/launch-backoff.ts';
import type { LaunchBackoff } from '../../../../shared/state/index.ts';
import { NOON } from '../../../contracts/examples.ts';

const SECOND = 1000;
const because = (code: string, message: string) => ({ code: 'launch-error', params: { code, message } });
const capacity = { kind: 'capacity', because: because('InsufficientInstanceCapacity', 'try later') } as const;
const fault = {
  kind: 'fault',
  because: because('InvalidLaunchTemplateName.NotFoundException', 'no such template'),
} as const;

/** Waits, in seconds, after so many failures of a kind, each tried again as soon as it may be. */
function waits(failure: Parameters<typeof backoffAfter>[1], count: number): number[] {
  let breaker: LaunchBackoff | null = null;
  let now = NOON;
  return Array.from({ length: count }, () => {
    breaker = backoffAfter(breaker, failure, now);
    const wait = breaker.until - now;
    now = breaker.until;
    return wait / SECOND;
  });
}

test('the first capacity failure has no delay, and each further one doubles it up to five minutes', () => {
  expect(waits(capacity, 9)).toEqual([0, 60, 120, 240, 300, 300, 300, 300, 300]);
});

test('a rejected request backs off from the first failure on', () => {
  expect(waits(fault, 6)).toEqual([120, 240, 300, 300, 300, 300]);
});

test('workers that end at once are billed, so they wait up to half an hour', () => {
  const lost = { kind: 'lost', because: because('ended-early', 'ended') } as const;
  expect(waits(lost, 8)).toEqual([0, 60, 120, 240, 480, 960, 1800, 1800]);
  expect(waits({ ...lost, kind: 'dropped' }, 6)).toEqual([120, 240, 480, 960, 1800, 1800]);
});

test('half an hour without failures after the delay resets the count', () => {
  const third = backoffAfter(backoffAfter(backoffAfter(null, capacity, NOON), capacity, NOON), capacity, NOON);
  expect(backoffAfter(third, capacity, third.until + 1800 * SECOND - 1)).toMatchObject({ failures: 4 });
  expect(backoffAfter(third, capacity, third.until + 1800 * SECOND)).toMatchObject({ failures: 1 });
});

test('it lasts until its end, and has the last error', () => {
  const breaker = backoffAfter(null, fault, NOON);
  expect(isWaiting(breaker, breaker.until - 1)).toBe(true);
  expect(isWaiting(breaker, breaker.until)).toBe(false);
  expect(isWaiting(null, NOON)).toBe(false);
  expect(breaker.because).toBe(fault.because);
});
