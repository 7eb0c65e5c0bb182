import { describe, expect, it } from 'vitest';
import type { EvaluationDependencies } from '../../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { phrase } from '../../../../shared/presentation/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, type Setting, setting } from '../setting.ts';

type Rules = NonNullable<PolicyDocument['rules']>;

const REQUESTS = { namespace: 'Web', name: 'Requests', dimensions: {} };
const OBJECTIVE: Rules[number] = { kind: 'objective', metric: 'demand', perWorker: 10 };
const tuning = (rules: Rules = [OBJECTIVE], group = 'ci'): PolicyDocument =>
  policyOf({ group, metrics: { demand: { cloudwatch: REQUESTS } }, rules });

const MINUTES = 200;
/** A demand of some unrest, a reading a minute up to now. */
function record(world: Setting, minutes = MINUTES): void {
  for (let ago = minutes; ago >= 1; ago -= 1) {
    const at = world.clock() - ago * 60_000;
    world.metrics.put(REQUESTS, at, demandAt(at));
  }
}
const demandAt = (at: number): number => 120 + 40 * Math.sin(at / 3_000_000) + 5 * Math.sin(at / 70_000);

/** An evaluation, after so many minutes of which one reading each is recorded. */
async function evaluateAfter(world: Setting, minutes: number, changed: Partial<EvaluationDependencies> = {}) {
  for (let minute = 0; minute < minutes; minute += 1) {
    world.metrics.put(REQUESTS, world.clock(), demandAt(world.clock()));
    world.pass(60);
  }
  return world.evaluate(changed);
}
const reads = (world: Setting) => world.metrics.calls.of('read');
const tunedAt = (world: Setting, group = 'ci', rule = 'demand') => world.state(group).decision.tuned[rule]?.at;

/** What the first rule says. */
function ruleText({ decision }: Awaited<ReturnType<Setting['evaluate']>>): string {
  const reason = decision?.trace[0]?.reason;
  return reason ? phrase(reason) : '';
}

/** A group with a past, evaluated once. */
async function tuned(rules?: Rules) {
  const world = setting();
  await world.put(tuning(rules));
  record(world);
  const report = await world.evaluate();
  return { world, report };
}

describe('the history', () => {
  it('is read for a group without a tuning, and the tuning is stored and used', async () => {
    const { world, report } = await tuned();
    expect(reads(world)).toBe(2);
    expect(report).toMatchObject({ result: 'resized', decision: { direction: 'out' } });
    expect(ruleText(report)).toContain('over the last 3 h');
    expect(world.state().decision.tuned).toMatchObject({
      demand: { kind: 'objective', at: NOON - 60_000, winner: { seen: MINUTES * 60 } },
    });
  });

  it('is not read by the next evaluations, which use the stored tuning', async () => {
    const { world } = await tuned();
    const found = world.state().decision.tuned;
    for (let minute = 1; minute <= 9; minute += 1) {
      const report = await evaluateAfter(world, 1);
      expect(ruleText(report)).toContain('over the last 3 h');
    }
    expect(reads(world)).toBe(2 + 9);
    expect(world.state().decision.tuned).toEqual(found);
  });

  it('is read again after a twentieth of its length', async () => {
    const { world } = await tuned();
    await evaluateAfter(world, 9);
    expect([reads(world), tunedAt(world)]).toEqual([3, NOON - 60_000]);
    await evaluateAfter(world, 1);
    expect([reads(world), tunedAt(world)]).toEqual([5, world.clock() - 60_000]);
  });

  it('restores the winner of a lost state', async () => {
    const { world } = await tuned();
    const found = world.state().decision.tuned;
    world.table.setState('ci', (state) => ({ ...state, decision: { ...state.decision, tuned: {} } }));
    await world.evaluate();
    expect(world.state().decision.tuned).toEqual(found);
  });

  it.each([
    ['a strategy that is not known', { candidate: { want: { by: 'oracle' }, hold: 60, coarse: 0 } }],
    [
      'a forecast that is not known',
      { candidate: { want: { by: 'forecast', forecast: 'moon', spread: 'quick', times: 1 }, hold: 60, coarse: 0 } },
    ],
    ['lists in another form', { weights: { packed: 'AAAA' } }],
    ['a credit in another form', { guard: 'none' }],
    ['a jump in another form', { steepest: 'huge' }],
    ['no strategy', { candidate: undefined }],
  ])('is tuned anew if another version has stored what this one cannot use: %s', async (_, other) => {
    const { world } = await tuned();
    const found = world.state().decision.tuned;
    const winner = { ...Object(found['demand']).winner, ...other };
    const stored = { demand: { ...found['demand'], winner } } as unknown as typeof found;
    world.table.setState('ci', (state) => ({ ...state, decision: { ...state.decision, tuned: stored } }));
    const report = await world.evaluate();
    expect(report.error).toBeUndefined();
    expect(world.state().decision.tuned).toEqual(found);
  });

  it('is kept if another version has stored more than this one knows', async () => {
    const { world } = await tuned();
    const found = world.state().decision.tuned;
    const limit = { share: 0.005, by: 'weather' };
    const winner = { ...Object(found['demand']).winner, limit, later: true };
    const stored = { demand: { ...found['demand'], winner } } as unknown as typeof found;
    world.table.setState('ci', (state) => ({ ...state, decision: { ...state.decision, tuned: stored } }));
    const report = await world.evaluate();
    expect([report.error, ruleText(report)]).toEqual([undefined, expect.stringMatching(/the limit was 0\.5 %$/)]);
    expect(world.state().decision.tuned).toEqual(stored);
  });

  it('keeps the active strategy if it is as good', async () => {
    const world = setting();
    await world.put(tuning());
    for (let ago = MINUTES; ago >= 1; ago -= 1) world.metrics.put(REQUESTS, NOON - ago * 60_000, 122);
    await world.evaluate();
    const { demand } = world.state().decision.tuned;
    if (demand?.kind !== 'objective') throw new Error('nothing is found');
    const candidate = { want: { by: 'headroom' as const, load: 0.95, window: 900 }, hold: 900, coarse: 0 };
    expect(demand.winner.candidate).not.toEqual(candidate);
    const before = { ...demand, at: NOON - 7_200_000, winner: { ...demand.winner, candidate } };
    const tunedBefore = { demand: before };
    world.table.setState('ci', (state) => ({ ...state, decision: { ...state.decision, tuned: tunedBefore } }));
    await world.evaluate();
    expect(world.state().decision.tuned['demand']).toMatchObject({ at: NOON - 60_000, winner: { candidate } });
  });

  it('is read again when the rate of a worker changes', async () => {
    const { world } = await tuned();
    const before = world.state().decision.tuned['demand'];
    await world.put(tuning([{ ...OBJECTIVE, perWorker: 20 }]));
    await evaluateAfter(world, 1);
    expect(reads(world)).toBe(4);
    expect(world.state().decision.tuned['demand']?.basis).not.toBe(before?.basis);
    expect(tunedAt(world)).toBe(world.clock() - 60_000);
  });

  it('is not read without current data', async () => {
    const world = setting();
    await world.put(tuning());
    const report = await world.evaluate();
    expect(report.decision).toMatchObject({ direction: 'hold', blockedBy: 'missing-data' });
    expect([reads(world), world.state().decision.tuned]).toEqual([1, {}]);
  });

  it('is not read for a metric without fresh data', async () => {
    const { world } = await tuned();
    world.pass(3600);
    for (let minute = 0; minute < 3; minute += 1) {
      world.pass(60);
      await world.evaluate();
    }
    expect(reads(world)).toBe(2 + 3);
  });

  it('is not longer for an objective because of a forecast', async () => {
    const world = setting();
    const forecast: Rules[number] = { kind: 'forecast', metric: 'demand', value: 10, per: 'worker', name: 'ahead' };
    await world.put(tuning([OBJECTIVE, forecast]));
    record(world, 4 * 1440);
    await world.evaluate();
    expect(reads(world)).toBe(3);
    expect(world.state().decision.tuned).toMatchObject({
      demand: { winner: { seen: 2 * 86_400 + 10_800 } },
      ahead: { calibrated: { seen: 4 * 86_400 } },
    });
  });

  it('is not read for a policy that does not tune itself', async () => {
    const { world } = await tuned([{ kind: 'target', metric: 'demand', value: 10, per: 'worker' }]);
    expect([reads(world), world.state().decision.tuned]).toEqual([1, {}]);
  });

  it('is used in a dry run, too', async () => {
    const world = setting();
    await world.put({ ...tuning(), dryRun: true });
    record(world);
    expect(await world.evaluate()).toMatchObject({ result: 'dry-run' });
    expect(tunedAt(world)).toBe(NOON - 60_000);
  });

  it('is as long as the seasons of a forecast', async () => {
    const { world } = await tuned([{ kind: 'forecast', metric: 'demand', value: 10, per: 'worker' }]);
    expect(world.state().decision.tuned).toMatchObject({
      demand: { kind: 'forecast', calibrated: { seen: MINUTES * 60 } },
    });
  });

  it('includes the metrics of a formula', async () => {
    const world = setting();
    const metrics = { raw: { cloudwatch: REQUESTS }, demand: { formula: 'raw / 2' } };
    await world.put({ ...tuning(), metrics });
    record(world);
    await world.evaluate();
    expect(world.state().decision.tuned).toMatchObject({ demand: { winner: { seen: MINUTES * 60 } } });
  });
});

const isLong = (requests: readonly { readonly seconds: number }[]) => requests.some(({ seconds }) => seconds > 86_400);

describe('a history that cannot be read', () => {
  /** CloudWatch answers what was lately, and refuses what was long ago. */
  const refusing = (world: Setting): Partial<EvaluationDependencies> => ({
    sources: {
      read: (requests, now) =>
        isLong(requests)
          ? Promise.reject(new Error('ThrottlingException'))
          : world.dependencies.sources.read(requests, now),
    },
  });

  it('leaves a new group with recent readings, and is read by the next evaluation', async () => {
    const world = setting();
    await world.put(tuning());
    record(world);
    const report = await world.evaluate(refusing(world));
    expect(report).toMatchObject({ result: 'resized', decision: { direction: 'out', blind: [] } });
    expect(world.state().decision.tuned).toEqual({});
    await evaluateAfter(world, 1);
    expect(tunedAt(world)).toBe(world.clock() - 60_000);
  });

  it('leaves a group with its stored tuning', async () => {
    const { world } = await tuned();
    const found = world.state().decision.tuned;
    const report = await evaluateAfter(world, 30, refusing(world));
    expect(ruleText(report)).toContain('over the last 3 h');
    expect(world.state().decision.tuned).toEqual(found);
  });
});

describe('the time that an evaluation spends on tuning', () => {
  const GROUPS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  /** Each reading of a long past takes so many seconds, and from then on whatever is done until the clock is looked at. */
  const slow = (world: Setting, reading: number, working: number): Partial<EvaluationDependencies> => {
    let isWorking = false;
    return {
      clock() {
        if (isWorking) world.pass(working);
        return world.clock();
      },
      sources: {
        async read(requests, now) {
          const answer = await world.dependencies.sources.read(requests, now);
          if (!isLong(requests)) return answer;
          world.pass(reading);
          isWorking = true;
          return answer;
        },
      },
    };
  };
  async function many(): Promise<Setting> {
    const world = setting();
    for (const group of GROUPS) await world.put(tuning([OBJECTIVE], group));
    record(world);
    return world;
  }
  const known = (world: Setting) => GROUPS.filter((group) => tunedAt(world, group) !== undefined);

  it('is enough for all rules if tuning is fast', async () => {
    const world = await many();
    await world.many(GROUPS, 'schedule', slow(world, 1, 0.1));
    expect(known(world)).toEqual(GROUPS);
  });

  it('leaves some of many groups to the next evaluation', async () => {
    const world = await many();
    await world.many(GROUPS, 'schedule', slow(world, 1, 1.5));
    expect(known(world)).toHaveLength(3);
    for (const group of GROUPS) expect(world.alive(group).length).toBeGreaterThanOrEqual(10);
  });

  it('is enough for at least one rule', async () => {
    const world = await many();
    await world.many(GROUPS, 'schedule', slow(world, 20, 10));
    expect(known(world)).toHaveLength(1);
  });

  it('is spent first on rules without a tuning, then on the oldest tunings', async () => {
    const world = await many();
    await world.many(GROUPS, 'schedule', slow(world, 6, 0));
    await world.many(GROUPS, 'schedule', slow(world, 1, 1.5));
    const four = known(world);
    expect(four).toHaveLength(4);
    world.pass(1800);
    record(world, 31);
    const later = world.clock();
    await world.many(GROUPS, 'schedule', slow(world, 1, 1.5));
    expect(known(world)).toEqual(GROUPS);
    expect(four.filter((group) => (tunedAt(world, group) ?? 0) > NOON + 600_000)).toEqual([]);
    await world.many(GROUPS, 'schedule', slow(world, 1, 1.5));
    const again = four.filter((group) => (tunedAt(world, group) ?? 0) > later - 120_000);
    expect(again).toHaveLength(3);
  });
});

describe('the tuning of a removed rule', () => {
  const two: Rules = [OBJECTIVE, { ...OBJECTIVE, name: 'other', lost: 0.05 }];

  it('is removed, and those of other rules are kept', async () => {
    const { world } = await tuned(two);
    const { demand } = world.state().decision.tuned;
    expect(Object.keys(world.state().decision.tuned).sort()).toEqual(['demand', 'other']);
    await world.put(tuning([OBJECTIVE]));
    await evaluateAfter(world, 1);
    expect(world.state().decision.tuned).toEqual({ demand });
  });

  it('is removed if a rule of another kind has its name', async () => {
    const { world } = await tuned();
    await world.put(tuning([{ kind: 'target', metric: 'demand', value: 10, per: 'worker', tolerance: 1 }]));
    await evaluateAfter(world, 1);
    expect(world.state().decision.tuned).toEqual({});
    const before = world.writes();
    await evaluateAfter(world, 1);
    expect(world.writes()).toBe(before);
  });
});

describe('a deadline on a queue', () => {
  const counted = (count: 'waiting' | 'inFlight') => ({ sqs: { queue: 'jobs', count } });
  it('stores only the readings of waiting and running tasks', async () => {
    const world = setting();
    await world.put(
      policyOf({
        metrics: {
          jobs: counted('waiting'),
          busy: counted('inFlight'),
          late: { sqs: { queue: 'jobs', count: 'delayed' } },
        },
        rules: [{ kind: 'deadline', metric: 'jobs', running: 'busy', taskSeconds: 30, startWithin: '5m' }],
      }),
    );
    for (const waiting of [0, 4, 9]) {
      world.queues.set('jobs', { waiting, inFlight: waiting + 1, delayed: 3 });
      await world.evaluate();
      world.pass(60);
    }
    const at = (value: number, minute: number) => ({ at: NOON + minute * 60_000, value });
    expect(world.state().decision.readings).toEqual({
      jobs: [at(0, 0), at(4, 1), at(9, 2)],
      busy: [at(1, 0), at(5, 1), at(10, 2)],
    });
  });

  it('removes readings that are older than its history', async () => {
    const world = setting();
    await world.put(policyOf({ rules: [{ kind: 'deadline', metric: 'jobs', taskSeconds: 30, startWithin: '5m' }] }));
    for (let minute = 0; minute < 60; minute += 1) {
      world.queues.set('jobs', { waiting: minute });
      await world.evaluate();
      world.pass(60);
    }
    const kept = world.state().decision.readings['jobs'] ?? [];
    expect(kept.length).toBeGreaterThan(15);
    expect(kept.length).toBeLessThan(30);
  });
});
