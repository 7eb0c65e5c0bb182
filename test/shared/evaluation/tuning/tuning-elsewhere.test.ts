import { describe, expect, it } from 'vitest';
import { PolicyCache, tuneGroups } from '../../../../shared/evaluation/index.ts';
import { dueAtPace, paceOf } from '../../../../shared/names/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, type Setting, setting } from '../setting.ts';

const REQUESTS = { namespace: 'Web', name: 'Requests', dimensions: {} };
const tuning = (perWorker = 10): PolicyDocument =>
  policyOf({
    metrics: { demand: { cloudwatch: REQUESTS } },
    rules: [{ kind: 'objective', metric: 'demand', perWorker }],
  });

/** A group that has a demand of 200 minutes, and is not tuned yet. */
async function untuned(minutes = 200): Promise<Setting> {
  const world = setting();
  await world.put(tuning());
  for (let ago = minutes; ago >= 1; ago -= 1) {
    const at = NOON - ago * 60_000;
    world.metrics.put(REQUESTS, at, 120 + 40 * Math.sin(at / 3_000_000));
  }
  return world;
}

const tunedOf = (world: Setting) => world.state().decision.tuned;
const tune = (world: Setting, mostMs = 60_000) => tuneGroups(['ci'], new PolicyCache(), world.dependencies, mostMs);

/** What an evaluation asks for, and what it returns. */
async function evaluated(world: Setting) {
  const asked: string[][] = [];
  const tunings = { request: async (due: ReadonlyMap<string, number>) => void asked.push([...due.keys()]) };
  return { report: await world.evaluate({ tunings }), asked };
}

describe('an evaluation in a function', () => {
  it('asks for the tuning, and decides from recent readings meanwhile', async () => {
    const world = await untuned();
    const { report, asked } = await evaluated(world);
    expect(asked).toEqual([['ci']]);
    // Only what is read in every evaluation: no history.
    expect(world.metrics.calls.of('read')).toBe(1);
    expect(report).toMatchObject({ result: 'resized', decision: { direction: 'out', blind: [] } });
    expect(tunedOf(world)).toEqual({});
  });

  it('does not ask for what is tuned, or has no data', async () => {
    const world = await untuned();
    await tune(world);
    expect((await evaluated(world)).asked).toEqual([]);
    const silent = setting();
    await silent.put(tuning());
    expect((await evaluated(silent)).asked).toEqual([]);
  });
});

describe('a tuning by a message', () => {
  it('is stored, without a new revision, and the next evaluation uses it', async () => {
    const world = await untuned();
    const { revision } = world.state();
    expect(await tune(world)).toEqual({ tuned: ['ci'], left: [] });
    expect(tunedOf(world)).toMatchObject({ demand: { kind: 'objective', at: NOON - 60_000 } });
    expect(world.state().revision).toBe(revision);
    const found = tunedOf(world);
    await evaluated(world);
    expect(tunedOf(world)).toEqual(found);
  });

  it('counts with the age that metrics have in evaluations, and not in the tuning', async () => {
    const world = await untuned();
    for (let minute = 0; minute < 4; minute += 1) {
      await world.evaluate();
      world.metrics.put(REQUESTS, world.clock(), 120);
      world.pass(60);
    }
    const { schedule } = world.state();
    expect(paceOf(schedule.dueAt)).toEqual({ age: 0, state: 'known' });
    world.pass(50);
    await tune(world);
    expect(tunedOf(world)).toMatchObject({ demand: { timing: { step: 60, delay: 0 } } });
  });

  it('does not count with the age of another metric that comes by the minute', async () => {
    const world = setting();
    const load = { namespace: 'App', name: 'Load', period: 60, dimensions: {} };
    const demand = { ...REQUESTS, period: 10 };
    await world.put(
      policyOf({
        metrics: { demand: { cloudwatch: demand }, load: { cloudwatch: load } },
        rules: [
          { kind: 'objective', metric: 'demand', perWorker: 10 },
          { kind: 'target', metric: 'load', value: 50 },
        ],
      }),
    );
    for (let ago = 1200; ago >= 1; ago -= 1) world.metrics.put(demand, NOON - ago * 10_000, 120);
    const dueAt = dueAtPace({ age: 120, state: 'known' });
    world.table.setState('ci', (state) => ({ ...state, schedule: { dueAt } }));
    await tune(world);
    expect(tunedOf(world)).toMatchObject({ demand: { timing: { step: 10, delay: 0 } } });
  });

  it('is left out if it is not due, or unknown, and when no time is left', async () => {
    const world = await untuned();
    expect(await tuneGroups(['other'], new PolicyCache(), world.dependencies, 1000)).toEqual({
      tuned: [],
      left: ['other'],
    });
    expect(await tune(world, 0)).toEqual({ tuned: [], left: ['ci'] });
    await tune(world);
    expect(await tune(world)).toEqual({ tuned: [], left: ['ci'] });
  });

  it('is not stored for another version of the policy', async () => {
    const world = await untuned();
    const { sources } = world.dependencies;
    const read: typeof sources.read = async (requests, now) => {
      const answer = await sources.read(requests, now);
      await world.put(tuning(20));
      return answer;
    };
    const dependencies = { ...world.dependencies, sources: { read } };
    const { tuned } = await tuneGroups(['ci'], new PolicyCache(), dependencies, 60_000);
    expect([tuned, tunedOf(world)]).toEqual([[], {}]);
  });

  it('does not replace the result of a tuning that has read more', async () => {
    const world = await untuned();
    const { sources } = world.dependencies;
    const read: typeof sources.read = async (requests, now) => {
      const answer = await sources.read(requests, now);
      world.pass(60);
      world.metrics.put(REQUESTS, NOON, 120);
      await tune(world);
      return answer;
    };
    const { tuned } = await tuneGroups(
      ['ci'],
      new PolicyCache(),
      { ...world.dependencies, sources: { read } },
      600_000,
    );
    expect([tuned, tunedOf(world)]).toMatchObject([[], { demand: { at: NOON } }]);
  });

  it('does not replace a result that was stored after the state had been read', async () => {
    const world = await untuned();
    const { states } = world.dependencies;
    const remember = states.remember.bind(states);
    states.remember = async (...write) => {
      states.remember = remember;
      world.pass(60);
      world.metrics.put(REQUESTS, NOON, 120);
      await tune(world);
      return remember(...write);
    };
    const { tuned } = await tuneGroups(['ci'], new PolicyCache(), world.dependencies, 600_000);
    expect([tuned, tunedOf(world)]).toMatchObject([[], { demand: { at: NOON } }]);
  });

  it('is stored at once after an evaluation that changed the state meanwhile', async () => {
    const world = await untuned();
    const { sources } = world.dependencies;
    const read: typeof sources.read = async (requests, now) => {
      const answer = await sources.read(requests, now);
      if (requests.some(({ seconds }) => seconds > 86_400)) await evaluated(world);
      return answer;
    };
    const dependencies = { ...world.dependencies, sources: { read } };
    expect(await tuneGroups(['ci'], new PolicyCache(), dependencies, 60_000)).toMatchObject({ tuned: ['ci'] });
    expect(tunedOf(world)).toHaveProperty('demand');
    expect(world.alive().length).toBeGreaterThan(0);
  });

  it('changes nothing if the history cannot be read', async () => {
    const world = await untuned();
    const sources = { read: () => Promise.reject(new Error('ThrottlingException')) };
    const { tuned } = await tuneGroups(['ci'], new PolicyCache(), { ...world.dependencies, sources }, 60_000);
    expect([tuned, tunedOf(world)]).toEqual([[], {}]);
  });
});
