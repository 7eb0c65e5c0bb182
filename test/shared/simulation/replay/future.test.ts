import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../shared/decision/index.ts';
import { type Controller, run, type Scenario, type Tick } from '../../../../shared/simulation/index.ts';
import { byRun } from '../../../full-run.ts';
import {
  ALL_POLICIES,
  CONTROLLERS,
  loads,
  matches,
  POLICIES,
  playOf,
  replayedBy,
  replays,
  scenarios,
} from '../players.ts';
import { demandOf, interactive, queue, START } from '../scenarios.ts';

/** What a step's workers are is settled before its work arrives. */
const fleetOf = (tick: Tick | undefined) => {
  if (!tick) return undefined;
  const { ready, booting, draining, launched, retired, interrupted } = tick;
  return { ready, booting, draining, launched, retired, interrupted };
};
const some = { numRuns: byRun({ quick: 100, full: 500 }) };

describe('nothing is decided from the future', () => {
  test('later demand does not change earlier steps or the workers of the current step', () => {
    fc.assert(
      fc.property(matches, loads, loads, loads, ([scenario, player], first, rest, other) => {
        const play = (load: readonly number[]) => [...run(playOf(scenario, player, load))];
        const [one, another, cut] = [play([...first, ...rest]), play([...first, ...other]), play(first)];
        expect(another.slice(0, first.length)).toEqual(one.slice(0, first.length));
        expect(fleetOf(another[first.length])).toEqual(fleetOf(one[first.length]));
        expect(one.slice(0, first.length)).toEqual(cut);
      }),
      { numRuns: byRun({ quick: 100, full: 800 }) },
    );
  });
  test('nor in the decisions of a policy and their reasons', () => {
    fc.assert(
      fc.property(replays, loads, loads, loads, ([scenario, name], first, rest, other) => {
        const known = START + first.length * scenario.tick * 1000;
        const upTo = (load: readonly number[]) => decisionsOf(scenario, name, load).filter(({ now }) => now <= known);
        expect(upTo([...first, ...other])).toEqual(upTo([...first, ...rest]));
      }),
      some,
    );
  });
  test('nor in the decisions of a policy that tunes itself on hours of history', () => {
    const names = fc.constantFrom('objective', 'forecast');
    const hours = fc.array(fc.nat(12), { minLength: 20, maxLength: 20 });
    const scenario = interactive({ tick: 60, evaluateEvery: 60 });
    fc.assert(
      fc.property(names, hours, hours, hours, (name, first, rest, other) => {
        const decided = (load: readonly number[]) =>
          decisionsOf(scenario, name, stretched(load, 30)).slice(0, first.length * 30 + 1);
        expect(decided([...first, ...other])).toEqual(decided([...first, ...rest]));
      }),
      { numRuns: byRun({ quick: 3, full: 10 }) },
    );
  });
  test('a metric of CloudWatch has no data before its period and its delay have passed', () => {
    const names = fc.constantFrom(...Object.keys(POLICIES));
    fc.assert(
      fc.property(interactiveScenarios, names, loads, loads, loads, (scenario, name, first, rest, other) => {
        const period = 60_000;
        const changed = START + first.length * scenario.tick * 1000;
        const told = Math.floor(changed / period) * period + period + scenario.metricDelay * 1000;
        const untold = (load: readonly number[]) => decisionsOf(scenario, name, load).filter(({ now }) => now < told);
        expectSameSoFar(untold([...first, ...rest]), untold([...first, ...other]));
      }),
      some,
    );
  });
  test('nor for the algorithms that read it a minute late', () => {
    const names = fc.constantFrom('targetTracking', 'targetTrackingOnRequests', 'stepScaling', 'predictive');
    fc.assert(
      fc.property(interactiveScenarios, names, loads, loads, loads, (scenario, name, first, rest, other) => {
        const minute = 60 / scenario.tick;
        const told = (Math.floor(first.length / minute) + 2) * minute;
        const untold = (load: readonly number[]) => wishesOf(scenario, name, load).slice(0, told);
        expectSameSoFar(untold([...first, ...rest]), untold([...first, ...other]));
      }),
      some,
    );
  });
  test('and decisions do change in these simulations', () => {
    const load = [...Array<number>(150).fill(3), ...Array<number>(150).fill(12), ...Array<number>(300).fill(1)];
    const scenario = queue({ taskSeconds: 30, boot: 60 });
    const idle = [...Object.keys(CONTROLLERS), ...Object.keys(ALL_POLICIES)].filter((name) => {
      const ticks = [...run(playOf(scenario, name, load))];
      return new Set(ticks.slice(1).map(({ ready, booting }) => ready + booting)).size < 2;
    });
    expect(idle).toEqual(['staticSize']);
  });
});

const interactiveScenarios = scenarios.filter(({ kind }) => kind === 'interactive');
/** As far as both go. */
const expectSameSoFar = (one: readonly unknown[], other: readonly unknown[]): void => {
  const both = Math.min(one.length, other.length);
  expect(other.slice(0, both)).toEqual(one.slice(0, both));
};
const stretched = (load: readonly number[], times: number): number[] =>
  load.flatMap((each) => Array<number>(times).fill(each));

/** What was decided in each evaluation, and when. */
function decisionsOf(scenario: Scenario, name: string, load: readonly number[]): { now: number; decision: Decision }[] {
  const decisions: { now: number; decision: Decision }[] = [];
  const document = ALL_POLICIES[name];
  if (!document) throw new Error(`there is no policy ${name}`);
  const play = replayedBy(scenario, document, load, (decision, { now }) => void decisions.push({ now, decision }));
  for (const _ of run(play));
  return decisions;
}

function wishesOf(scenario: Scenario, name: string, load: readonly number[]): (number | null)[] {
  const wishes: (number | null)[] = [];
  const asked = playOf(scenario, name, load).controller;
  const controller: Controller = (now, seen) => {
    const wish = asked(now, seen);
    wishes.push(wish);
    return wish;
  };
  for (const _ of run({
    scenario,
    demand: demandOf(scenario, load),
    controller,
    bounds: { min: 0, max: 30 },
    initial: 2,
  }));
  return wishes;
}
