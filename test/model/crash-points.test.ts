import { beforeAll, describe, expect, test } from 'vitest';
import { byRun } from '../full-run.ts';
import { callOf, pointsIn } from './points.ts';
import { faultsIn, play } from './run.ts';
import { sampled } from './sampled.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { isRead, MISHAPS, type Mishap, type Point } from './world/gate.ts';
import type { Scenario, World } from './world/world.ts';

/** A quick run has a process die, and one outlive its lease; a full run does everything to every call. */
const TRIED = byRun<readonly Mishap[]>({ quick: ['dies before', 'dies after', 'sleeps after'], full: MISHAPS });

/** One in so many is tried. */
const EVERY = byRun({ quick: 24, full: 12 });

/**
 * Whether a process dies before a call as it would have died before its last one: that one was a read, so nothing has
 * changed since. (A policy that was read is known to the next evaluation of a warm function.)
 */
function isSameDeath({ step, mishap }: Point, calls: readonly string[]): boolean {
  const [line = '', before = ''] = [calls[step], calls[step - 1]];
  const isSameProcess = before.split(' ')[0] === line.split(' ')[0];
  return mishap === 'dies before' && isSameProcess && isRead(callOf(before)) && callOf(before) !== 'policies.read';
}

interface Trial {
  readonly scenario: Scenario;
  readonly point: Point;
  /** The mishap and its call. */
  readonly kind: string;
}

function trialsOf(calm: World): Trial[] {
  const { scenario, gate } = calm;
  return pointsIn(calm, TRIED, () => true)
    .filter((point) => !isSameDeath(point, gate.calls))
    .map((point) => ({ scenario, point, kind: `${point.mishap} ${callOf(gate.calls[point.step] ?? '')}` }));
}

/**
 * Mishaps of every kind: a sample of those at all calls of all scenarios. Of deaths that are the same, the first. What a
 * fault prints before its sentence is what replay.test.ts takes.
 */
describe('a mishap at any call', () => {
  const trials = new Map<Scenario, Point[]>();
  beforeAll(async () => {
    const all: Trial[] = [];
    for (const scenario of SCENARIOS) all.push(...trialsOf(await play(scenario)));
    for (const { scenario, point } of sampled(all, ({ kind }) => kind, EVERY)) {
      trials.set(scenario, [...(trials.get(scenario) ?? []), point]);
    }
  });

  test.for(SCENARIOS)('$name', async (scenario) => {
    expect(faultsIn(await play(scenario), [])).toEqual([]);
    const faults: string[] = [];
    for (const point of trials.get(scenario) ?? []) faults.push(...faultsIn(await play(scenario, [point]), [point]));
    expect(faults).toEqual([]);
  });
});
