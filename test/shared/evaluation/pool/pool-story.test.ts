import { describe, expect, it } from 'vitest';
import type { RecordedCase } from '../../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { policyOf, setting } from '../setting.ts';

type World = ReturnType<typeof setting>;

/** A group of one worker with a pool of two, after so many minutes. */
async function pooled(after: number, warm: object = {}, jobs = 10) {
  const world = setting();
  world.queues.set('jobs', { waiting: jobs });
  const { provider, ...rest } = policyOf();
  await world.put({ ...rest, provider: { ...provider, warm: { size: 2, ...warm } } } as PolicyDocument);
  await minutes(world, after);
  return world;
}

async function minutes(world: World, count: number): Promise<string[]> {
  const told: string[] = [];
  for (let minute = 0; minute < count; minute++) {
    world.pass(60);
    const { told: text } = await world.evaluate();
    told.push(text);
  }
  return told;
}

const eventsOf = (world: World) => world.announcements.events;
const about = (world: World, kind: string) =>
  eventsOf(world).filter(({ type, detail }) => type === kind && 'pool' in (detail as object));

describe('what a warm pool does', () => {
  it('is shown by events and activities: refill and parking', async () => {
    const world = await pooled(0);
    const told = (await minutes(world, 8)).join('\n');
    expect(told).toContain('The warm pool has 0 of 2 members');
    expect(told).toContain('Launched 2 of 2 for the warm pool');
    expect(told).toContain('Stopped 2 prepared members of the warm pool');
    expect(about(world, 'Resize Started').map(({ detail }) => (detail as { pool?: object }).pool)).toEqual([
      { launches: 2, parks: 0, drops: 0 },
      { launches: 0, parks: 2, drops: 0 },
    ]);
    const ids = world.fleet.members('ci');
    expect(about(world, 'Resize Completed').map(({ detail }) => (detail as { pool?: object }).pool)).toEqual([
      { launched: ids, parked: [], dropped: [] },
      { launched: [], parked: ids, dropped: [] },
    ]);
  });

  it('is shown by events and activities: starts', async () => {
    const world = await pooled(8);
    world.queues.set('jobs', { waiting: 40 });
    const report = await world.evaluate();
    expect(report.told).toContain('Launched 3 of 3. 2 workers were members of the warm pool');
    const completed = eventsOf(world).findLast(({ type }) => type === 'Resize Completed');
    expect(completed?.detail).toMatchObject({ launched: 3, started: 2 });
  });

  it('is shown by events and activities: renewal', async () => {
    const world = await pooled(8, { maxAge: '1h' });
    const before = world.fleet.members('ci');
    world.pass(3600);
    const told = (await minutes(world, 8)).join('\n');
    expect(told).toContain('The warm pool has 2 of 2 members, 2 of them older than maxAge');
    expect(told).toContain('2 members of the warm pool are older than maxAge');
    expect(about(world, 'Resize Completed').at(-1)?.detail).toMatchObject({ pool: { dropped: before } });
  });
});

describe('the members that are ready', () => {
  /** What rules know of it in the next evaluation. */
  const readyIn = async (world: World) => {
    const cases: RecordedCase[] = [];
    await world.evaluate({ record: (each) => cases.push(each) });
    return cases[0]?.observation.pool?.ready;
  };

  it('are none whose start EC2 refused lately', async () => {
    const world = await pooled(12);
    expect(await readyIn(world)).toBe(2);
    for (const subnet of ['a', 'b']) world.fleet.makeShort(`c7g.large/subnet-${subnet}/on-demand`);
    world.queues.set('jobs', { waiting: 30 });
    world.pass(60);
    await world.evaluate();
    expect(world.state().pool.members).toMatchObject([{ refusedAt: world.clock() }, { refusedAt: world.clock() }]);
    world.pass(60);
    expect(await readyIn(world)).toBe(0);
    world.pass(300);
    expect(await readyIn(world)).toBe(2);
  });

  it('are none that works', async () => {
    const world = await pooled(12);
    const [one = ''] = world.fleet.members('ci');
    world.fleet.setBusy(one, true);
    expect(await readyIn(world)).toBe(1);
  });

  it('does not remember a refusal when only a launch failed: a pool that somebody empties then is refilled', async () => {
    const world = await pooled(12);
    for (const id of world.fleet.members('ci')) world.fleet.vanish(id);
    for (const subnet of ['a', 'b']) world.fleet.makeShort(`c7g.large/subnet-${subnet}/on-demand`);
    world.queues.set('jobs', { waiting: 30 });
    await world.evaluate();
    expect(world.state().pool.refusedAt).toBeUndefined();
    expect(world.state().pool.members.every(({ refusedAt }) => refusedAt === undefined)).toBe(true);
  });
});
