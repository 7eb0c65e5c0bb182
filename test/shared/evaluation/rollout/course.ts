import { continued } from '../../../../shared/evaluation/index.ts';
import { seededRandom } from '../../../../shared/simulation/index.ts';
import { happeningAt, members, type Played, setShort, statusOf } from './happenings.ts';
import { rolling, rollingPolicy } from './rolling.ts';

const CALM = 60;
/** How long capacity may be lower after something ended that evaluations did not end. */
const HARM = 10;

export interface Course {
  readonly faults: readonly string[];
  readonly story: readonly string[];
}

/** A rollout that anything may happen to, and then nothing. Everything follows from the seed. */
export async function played(seed: number): Promise<Course> {
  const random = seededRandom(seed);
  const below = (most: number) => Math.floor(random() * most);
  const chance = (of: number) => random() < of;
  const workers = 2 + below(4);
  const parallel = 1 + below(2);
  const isInPlace = chance(0.3);
  const isByItself = chance(0.5);
  const rollout = {
    ...{ parallel, capacity: isInPlace ? ('in-place' as const) : ('surge' as const) },
    on: isByItself ? ('version' as const) : ('manual' as const),
    ...(chance(0.3) && { monitor: '2m' as const }),
    ...(chance(0.3) && { maxFailures: '50%' }),
    ...(chance(0.3) && { checkpoint: '50%', bake: '3m' as const }),
    ...(chance(0.2) && { delay: '2m' as const }),
  };
  const drain = chance(0.4) ? 120 : 0;
  const pool = chance(0.4) ? 1 + below(2) : 0;
  const isReused = chance(0.3);
  const more = pool > 0 ? { warm: { size: pool, reuse: isReused } } : chance(0.4) ? { spot: { percent: 50 } } : {};
  const policy = rollingPolicy(rollout, { behavior: { in: { drain, cooldown: 0 } } }, more);
  const world = await rolling(workers, policy, { pendingFor: below(3) * 45_000, invisibleFor: below(2) * 20_000 });
  const story = [JSON.stringify({ seed, workers, rollout, drain, ...more })];
  const faults: string[] = [];
  const bad = chance(0.5) ? new Set(['2']) : new Set<string>();
  const run: Played = { world, isByItself, pool, isReused, bad, below, chance };
  world.fleet.templateVersion = '2';
  if (!isByItself) await world.replace();
  const minutes = 6 + below(10);
  /** What happened beside what evaluations did. */
  let harmed = 0;
  let atRest = 0;
  for (let minute = 0; minute < minutes + CALM && atRest < 3; minute++) {
    if (minute < minutes) {
      const happening = happeningAt(random());
      if (happening && happening.when?.(run) !== false) {
        await happening.does(run);
        if (happening.harms) harmed = minute;
        story.push(`${minute}: ${happening.name}`);
      }
    } else if (minute === minutes) await calmed(run);
    if (await impaired(run)) harmed = minute;
    const start = await healthy(run);
    const before = world.stateNow().decision.desired ?? 0;
    const report = await world.evaluate();
    if (report.error) faults.push(`${minute}: ${report.error}`);
    world.pass(60);
    const desired = report.decision?.desired ?? workers;
    const size = world.serving().filter(({ drainingUntil }) => drainingUntil === null).length;
    const most = Math.max(desired, before, world.stateNow().decision.desired ?? 0) + parallel;
    if (size > most) faults.push(`${minute}: ${size} workers where ${most} are allowed`);
    const after = await healthy(run);
    const least = desired - (isInPlace ? parallel : 0);
    const isSteady = harmed < minute - HARM && report.decision?.direction === 'hold';
    if (isSteady && after < least && after < start && start >= least) {
      faults.push(`${minute}: ${after} healthy workers where ${least} are the minimum, and ${start} were there`);
    }
    atRest = minute > minutes && isResting(run) && report.result === 'held' ? atRest + 1 : 0;
    const versions = world.versions().join('');
    story.push(`${minute}: ${report.result} desired ${desired} ${versions} ${statusOf(run)} ${after}`);
  }
  if (atRest < 3) faults.push(`is not at rest: ${statusOf(run)}`);
  return { faults: [...faults, ...faultsAtRest(run)], story };
}

/** From now on, nothing happens any more. */
async function calmed({ world }: Played): Promise<void> {
  setShort(world, false);
  for (const { id } of world.serving()) {
    world.fleet.setProtected(id, false);
    world.fleet.setBusy(id, null);
  }
  world.fleet.failLaunches(0);
  if (world.rolloutNow()?.status === 'paused') await world.change(continued);
}

/** Whether workers of a bad version have begun to fail their checks. */
async function impaired({ world, bad }: Played): Promise<boolean> {
  if (bad.size === 0) return false;
  const known = await world.statusChecks.impaired();
  const next = world
    .serving()
    .filter(({ id, state, template }) => state === 'running' && bad.has(template?.version ?? '') && !known.has(id));
  for (const { id } of next) world.statusChecks.impair(id);
  return next.length > 0;
}

async function healthy({ world }: Played): Promise<number> {
  const failing = await world.statusChecks.impaired();
  return world
    .serving()
    .filter(({ id, state, drainingUntil }) => state === 'running' && drainingUntil === null && !failing.has(id)).length;
}

function isResting(run: Played): boolean {
  const { world, pool } = run;
  const state = world.stateNow();
  return (
    !['starting', 'running', 'rolling-back'].includes(statusOf(run) ?? '') &&
    state.drains.length === 0 &&
    new Set(world.versions()).size === 1 &&
    world.serving().length === state.decision.desired &&
    members(run).length === pool &&
    members(run, true).length === pool
  );
}

function faultsAtRest(run: Played): string[] {
  const { world } = run;
  const versions = new Set(world.versions());
  const known = new Set(world.stateNow().pool.members.map(({ id }) => id));
  // One that returns to the pool may be started again.
  const starts = run.isReused ? [] : [...world.fleet.starts].filter(([, count]) => count > 1);
  return [
    ...(versions.size > 1 ? [`ends with versions ${[...versions]}, ${statusOf(run)}`] : []),
    ...members(run)
      .filter((id) => !known.has(id))
      .map((id) => `${id} is a member that the state does not know`),
    ...world.fleet
      .alive('ci')
      .filter(({ warm, template }) => warm === true && !versions.has(template?.version ?? ''))
      .map(
        ({ id, template }) => `${id} is a member of version ${template?.version}, and the workers of ${[...versions]}`,
      ),
    ...starts.map(([id, count]) => `${id} was started ${count} times`),
  ];
}
