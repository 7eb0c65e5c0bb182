import { describe, expect, test } from 'vitest';
import { continued, held, turnedRound } from '../../../../shared/evaluation/index.ts';
import { seededRandom } from '../../../../shared/simulation/index.ts';
import { byRun } from '../../../full-run.ts';
import { type Rolling, rolling, rollingPolicy } from './rolling.ts';

/** A full run plays a thousand courses, a quick one a tenth of them. */
const COURSES = byRun({ quick: 100, full: 1000 });
const PARTS = 10;
const CALM = 60;
const ann = { by: 'ann', through: 'command' } as const;

const isResting = (world: Rolling): boolean =>
  !['starting', 'running', 'rolling-back'].includes(world.rollout()?.status ?? '') &&
  world.state().drains.length === 0 &&
  new Set(world.versions()).size === 1 &&
  world.alive().length === world.state().decision.desired;

interface Course {
  readonly faults: readonly string[];
  readonly story: readonly string[];
}

/** A rollout that anything may happen to, and then nothing. Everything follows from the seed. */
async function played(seed: number): Promise<Course> {
  const random = seededRandom(seed);
  const below = (most: number) => Math.floor(random() * most);
  const chance = (of: number) => random() < of;
  const workers = 2 + below(4);
  const parallel = 1 + below(2);
  const isInPlace = chance(0.3);
  const rollout = {
    ...{ parallel, capacity: isInPlace ? ('in-place' as const) : ('surge' as const) },
    on: chance(0.5) ? ('version' as const) : ('manual' as const),
    ...(chance(0.3) && { monitor: '2m' as const }),
    ...(chance(0.3) && { maxFailures: '50%' }),
    ...(chance(0.3) && { checkpoint: '50%', bake: '3m' as const }),
    ...(chance(0.2) && { delay: '2m' as const }),
  };
  const drain = chance(0.4) ? 120 : 0;
  const spot = chance(0.3) ? { spot: { percent: 50 } } : {};
  const policy = rollingPolicy(rollout, { behavior: { in: { drain, cooldown: 0 } } }, spot);
  const world = await rolling(workers, policy, { pendingFor: below(3) * 45_000, invisibleFor: below(2) * 20_000 });
  const story = [JSON.stringify({ seed, workers, rollout, drain, spot })];
  const faults: string[] = [];
  /** What happened beside what evaluations did, so that capacity may be lower for a while. */
  let harmed = 0;
  const bad = chance(0.5) ? new Set(['2']) : new Set<string>();
  world.fleet.templateVersion = '2';
  if (rollout.on === 'manual') await world.replace();
  const minutes = 6 + below(10);
  const healthy = async () => {
    const impaired = await world.statusChecks.impaired();
    return world.fleet
      .alive('ci')
      .filter(({ id, state, drainingUntil }) => state === 'running' && drainingUntil === null && !impaired.has(id))
      .length;
  };
  let atRest = 0;
  for (let minute = 0; minute < minutes + CALM && atRest < 3; minute++) {
    const alive = world.alive();
    if (minute < minutes) {
      const happening = random();
      const some = alive[below(alive.length)];
      if (happening < 0.04 && some) {
        world.fleet.vanish(some, chance(0.5) ? 'Client.UserInitiatedShutdown' : 'Server.SpotInstanceTermination');
        harmed = minute;
        story.push(`${minute}: ${some} vanishes`);
      } else if (happening < 0.06 && (rollout.on === 'version' || world.rollout()?.status === 'running')) {
        // What a rollback holds to ends when the policy means something else, and nobody asks for another rollout.
        world.fleet.templateVersion = '3';
        story.push(`${minute}: version 3`);
      } else if (happening < 0.09 && world.rollout()?.to) {
        await world.change((each) => (each.from ? turnedRound(each, ann) : each));
        story.push(`${minute}: turned round`);
      } else if (happening < 0.12 && world.rollout()?.status === 'running') {
        await world.change((each) => held(each, ann));
        story.push(`${minute}: held`);
      } else if (happening < 0.2 && world.rollout()?.status === 'paused') {
        await world.change(continued);
        story.push(`${minute}: continued`);
      } else if (happening < 0.25) {
        for (const subnet of ['subnet-a', 'subnet-b']) world.fleet.makeShort(`c7g.large/${subnet}/on-demand`);
        story.push(`${minute}: short`);
      } else if (happening < 0.35) {
        for (const subnet of ['subnet-a', 'subnet-b']) world.fleet.hasCapacityAgain(`c7g.large/${subnet}/on-demand`);
        story.push(`${minute}: capacity again`);
      } else if (happening < 0.4 && some) {
        world.fleet.setProtected(some, chance(0.5));
        story.push(`${minute}: ${some} protected or not`);
      } else if (happening < 0.45 && some) {
        world.fleet.setBusy(some, chance(0.5));
        story.push(`${minute}: ${some} busy or not`);
      } else if (happening < 0.48) {
        world.fleet.failLaunches(1, { after: 30_000, code: 'Client.InstanceInitiatedShutdown' });
        story.push(`${minute}: a launch fails`);
        harmed = minute;
      }
    } else if (minute === minutes) {
      for (const subnet of ['subnet-a', 'subnet-b']) world.fleet.hasCapacityAgain(`c7g.large/${subnet}/on-demand`);
      for (const id of alive) {
        world.fleet.setProtected(id, false);
        world.fleet.setBusy(id, null);
      }
      world.fleet.failLaunches(0);
      if (world.rollout()?.status === 'paused') await world.change(continued);
    }
    for (const version of bad) {
      for (const { id, state } of world.of(version))
        if (state === 'running' && !(await world.statusChecks.impaired()).has(id)) {
          world.statusChecks.impair(id);
          harmed = minute;
        }
    }
    const start = await healthy();
    const report = await world.evaluate();
    if (report.error) faults.push(`${minute}: ${report.error}`);
    world.pass(60);
    const desired = report.decision?.desired ?? workers;
    const size = world.fleet.alive('ci').filter(({ drainingUntil }) => drainingUntil === null).length;
    if (size > Math.max(desired, world.state().decision.desired ?? 0) + parallel) {
      faults.push(`${minute}: ${size} workers where ${desired} are desired and ${parallel} more allowed`);
    }
    const after = await healthy();
    const least = desired - (isInPlace ? parallel : 0);
    const isSteady = harmed < minute - 10 && report.decision?.direction === 'hold';
    if (isSteady && after < least && after < start && start >= least) {
      faults.push(`${minute}: ${after} healthy workers where ${least} are the minimum, and ${start} were there`);
    }
    const isAtRest = minute > minutes && isResting(world) && report.result === 'held';
    atRest = isAtRest ? atRest + 1 : 0;
    story.push(
      `${minute}: ${report.result} desired ${desired} ${world.versions().join('')} ${world.rollout()?.status} ${after}`,
    );
  }
  const versions = new Set(world.versions());
  if (atRest < 3) faults.push(`is not at rest: ${world.rollout()?.status}`);
  if (versions.size > 1) faults.push(`ends with versions ${[...versions]}, ${world.rollout()?.status}`);
  return { faults, story };
}

describe('whatever happens to a rollout, the group ends at one version and never has too few or too many workers', () => {
  test.each(Array.from({ length: PARTS }, (_, part) => part))('part %i', async (part) => {
    for (let course = 0; course < COURSES / PARTS; course++) {
      const { faults, story } = await played(part * 1000 + course);
      expect(faults, faults.length > 0 ? story.join('\n') : '').toEqual([]);
    }
  });
});
