import { faultsOf } from './invariants.ts';
import { textOf } from './points.ts';
import type { Point } from './world/gate.ts';
import { type Scenario, World } from './world/world.ts';

/** Ticks after which a group must have come to rest: leases, drains and messages that come again lie within. */
const MOST_TICKS = 45;
/** What is quiet for so many ticks is at rest. */
const QUIET_TICKS = 2;
/** A handler that sleeps is woken when its lease has run out and another has long taken over. */
const SLEEPS_TICKS = 5;

/** Begins a scenario: its group in force, its workers there, one evaluation past. */
export async function begun(scenario: Scenario, points: readonly Point[] = []): Promise<World> {
  const world = new World(scenario, points);
  const { types = Array<undefined>(scenario.workers).fill(undefined) } = scenario;
  for (const [n, instanceType] of types.entries()) {
    world.add('ci', { id: `i-${n}`, zone: `zone-${n % 2}`, ...(instanceType && { instanceType }) });
  }
  for (let n = 0; n < 2; n++) world.add('other', { id: `i-other-${n}` });
  world.demand(scenario.workers);
  await world.policy(scenario.policy);
  await world.inService();
  await world.evaluateCalmly();
  world.pass(60);
  return world;
}

/** Lets minutes pass, with what the scenario says of each, until the group is at rest. */
export async function settled(world: World, points: readonly Point[] = []): Promise<World> {
  const { minutes, together } = world.scenario;
  const steps = points.map(({ step }) => step);
  for (let tick = 0, quiet = 0, slept = 0; tick < MOST_TICKS && quiet < QUIET_TICKS; tick++) {
    await minutes[tick]?.(world);
    if (world.asleep.length > 0 && ++slept % SLEEPS_TICKS === 0) await world.wake();
    const from = world.gate.calls.length;
    await world.tick(together?.(tick));
    const to = world.gate.calls.length;
    // Where a mishap has struck another evaluation follows at once, while the claim still holds.
    if (steps.some((step) => step >= from && step < to)) await world.evaluate('alarm');
    world.pass(60);
    quiet = tick >= minutes.length && isAtRest(world) ? quiet + 1 : 0;
  }
  return world;
}

function isAtRest(world: World): boolean {
  const state = world.state();
  const isOpen = state && (state.claim !== null || state.drains.length > 0);
  const isRolling = ['starting', 'running', 'rolling-back'].includes(state?.rollout?.status ?? '');
  const leaving = world.alive().filter(({ drainingUntil }) => drainingUntil !== null);
  return (
    !isOpen &&
    !isRolling &&
    world.asleep.length === 0 &&
    leaving.length === 0 &&
    world.isReached() &&
    isPoolAtRest(world)
  );
}

function isPoolAtRest({ scenario: { pool }, base: { fleet } }: World): boolean {
  if (pool === undefined) return true;
  return fleet.members('ci', { isParked: true }).length === pool && fleet.members('ci').length === pool;
}

export const play = async (scenario: Scenario, points: readonly Point[] = []): Promise<World> =>
  settled(await begun(scenario, points), points);

/** A run's name tells all that is needed to play it again: see replay.test.ts. */
export const nameOf = (scenario: Scenario, points: readonly Point[]): string =>
  points.length === 0 ? scenario.name : `${scenario.name} @ ${textOf(points)}`;

/** What is wrong after a run, a line each. */
export function faultsIn(world: World, points: readonly Point[]): string[] {
  const where = points.map(({ step }) => world.gate.calls[step] ?? 'never reached').join(', ');
  return faultsOf(world).map((fault) => `${nameOf(world.scenario, points)} (${where}): ${fault}`);
}
