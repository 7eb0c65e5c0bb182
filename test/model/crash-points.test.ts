import { describe, expect, test } from 'vitest';
import { byRun } from '../full-run.ts';
import { callOf, pointsIn } from './points.ts';
import { faultsIn, play } from './run.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { isRead, MISHAPS, type Mishap, type Point } from './world/gate.ts';

/** A quick run has a process die, and one outlive its lease; a full run does everything to every call. */
const TRIED = byRun<readonly Mishap[]>({ quick: ['dies before', 'dies after', 'sleeps after'], full: MISHAPS });

/**
 * Whether a process dies before a call as it would have died before its last one: that one was a read, so nothing has
 * changed since. (A policy that was read is known to the next evaluation of a warm function.)
 */
function isSameDeath({ step, mishap }: Point, calls: readonly string[]): boolean {
  const [line = '', before = ''] = [calls[step], calls[step - 1]];
  const isSameProcess = before.split(' ')[0] === line.split(' ')[0];
  return mishap === 'dies before' && isSameProcess && isRead(callOf(before)) && callOf(before) !== 'policies.read';
}

/** Every mishap at every call of every scenario; of deaths that are the same, the first. What a fault prints before its sentence is what replay.test.ts takes. */
describe('every mishap at every call', () => {
  test.for(SCENARIOS)('$name', async (scenario) => {
    const calm = await play(scenario);
    expect(faultsIn(calm, [])).toEqual([]);
    const faults: string[] = [];
    for (const point of pointsIn(calm, TRIED, () => true)) {
      if (isSameDeath(point, calm.gate.calls)) continue;
      faults.push(...faultsIn(await play(scenario, [point]), [point]));
    }
    expect(faults).toEqual([]);
  });
});
