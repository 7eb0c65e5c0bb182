import { describe, expect, test } from 'vitest';
import {
  acceptPolicy,
  becauseOfOverflow as because,
  type OtherRegions,
  receiveOverflow,
} from '../../../../shared/evaluation/index.ts';
import { examine } from '../../../../shared/operations/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { groupFacts, groupsJson, groupsTable, sentence } from '../../../../shared/presentation/index.ts';
import { POOLS, policyOf, type Setting, setting } from '../setting.ts';

const [HERE, THERE] = ['eu-west-1', 'eu-central-1'];
const STAGE = 'local';
const overflow = { region: THERE, after: '5m' };
/** The group in the other region: it has no rules, and follows requests alone. */
const lender = (more: Partial<PolicyDocument> = {}): PolicyDocument => policyOf({ metrics: {}, rules: [], ...more });

/** Two stacks of a stage, each with its own table and fleet, on one clock. */
class Regions {
  readonly stacks: Readonly<Record<string, Setting>> = { [HERE]: setting(), [THERE]: setting() };
  /** The calls between them. */
  readonly sent: { readonly from: string; readonly to: string; readonly message: object }[] = [];
  /** Why a region does not answer. */
  readonly down = new Map<string, ReturnType<(typeof because)['overflow-unreachable']>>();
  /** What a region answers instead. */
  readonly lies = new Map<string, unknown>();
  /** How far the clock of a region is ahead, in seconds. */
  readonly ahead: Record<string, number> = {};

  get here(): Setting {
    return this.stacks[HERE] as Setting;
  }
  get there(): Setting {
    return this.stacks[THERE] as Setting;
  }

  #otherRegions(own: string): OtherRegions {
    return {
      stage: STAGE,
      own: async () => own,
      send: async (to, message) => {
        this.sent.push({ from: own, to, message });
        const failed = this.down.get(to);
        if (failed) return { failed };
        if (this.lies.has(to)) return { document: this.lies.get(to) };
        return { document: await this.deliver(to, message) };
      },
    };
  }

  deliver(to: string, message: unknown) {
    const { table, clock } = this.stacks[to] as Setting;
    const regions = [HERE, THERE].filter((region) => region !== to);
    return receiveOverflow(JSON.parse(JSON.stringify(message)), {
      ...{ stage: STAGE, regions, states: table.states, overflow: table.overflow, evaluations: table.evaluations },
      clock: () => clock() + (this.ahead[to] ?? 0) * 1000,
    });
  }

  evaluate(region: string) {
    const stack = this.stacks[region] as Setting;
    const use = { ...this.#otherRegions(region), noteAsked: stack.table.overflow.noteAsked.bind(stack.table.overflow) };
    return stack.evaluate({ overflow: use });
  }

  /** So many minutes, with an evaluation of both regions in each. */
  async minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute += 1) {
      for (const stack of Object.values(this.stacks)) stack.pass(60);
      for (const region of Object.keys(this.stacks)) await this.evaluate(region);
    }
  }
}

/** A group that needs ten workers, has four, and whose region has no capacity for more. */
async function short({
  policy = {},
  other = lender(),
}: {
  policy?: Partial<PolicyDocument>;
  other?: PolicyDocument | null;
} = {}) {
  const regions = new Regions();
  const { here, there } = regions;
  for (let n = 0; n < 4; n++) here.fleet.add('ci', { zone: `zone-${n % 2}` });
  here.queues.set('jobs', { waiting: 40 });
  await here.put(policyOf({ overflow, ...policy }));
  if (other) await there.put(other);
  await regions.minutes(1);
  for (const pool of POOLS) here.fleet.makeShort(pool);
  here.queues.set('jobs', { waiting: 100 });
  return regions;
}

const alive = ({ here, there }: Regions) => [here.alive().length, there.alive().length];
const capacityAgain = ({ here }: Regions) => {
  for (const pool of POOLS) here.fleet.hasCapacityAgain(pool);
};
const events = ({ announcements }: Setting) =>
  announcements.events
    .filter(({ type }) => type.startsWith('Group Overflow'))
    .map(({ type, detail }) => `${type} ${detail['status'] ?? detail['cause']}`);

describe('a group that its region has no capacity for', () => {
  test('continues in the other region after a while, and never launches twice', async () => {
    const regions = await short();
    await regions.minutes(5);
    expect(regions.sent).toEqual([]);
    expect(alive(regions)).toEqual([4, 0]);
    await regions.minutes(3);
    expect(alive(regions)).toEqual([4, 6]);
    await regions.minutes(20);
    expect(alive(regions)).toEqual([4, 6]);
  });

  test('asks once a minute, however often it is evaluated', async () => {
    const regions = await short();
    await regions.minutes(8);
    const before = regions.sent.length;
    for (let second = 0; second < 60; second += 10) {
      regions.here.pass(10);
      await regions.evaluate(HERE);
    }
    expect(regions.sent.length - before).toBe(1);
  });

  test('says in its decision and its events how many workers run elsewhere', async () => {
    const regions = await short();
    await regions.minutes(9);
    const { decision, told } = await regions.evaluate(HERE);
    expect(decision?.trace).toContainEqual({
      ...{ stage: 'overflow', proposed: 10 },
      reason: { code: 'overflow-asked', params: { region: THERE, workers: 6, running: 6 } },
    });
    expect(told).toContain('eu-central-1 is asked for 6 workers, and has 6 workers.');
    expect(events(regions.here)).toEqual(['Group Overflowing started']);
  });

  test('takes over again when it can launch, and the other region drains by its own rules', async () => {
    const pace = { in: { stabilization: 300 } };
    const regions = await short({ other: lender({ behavior: pace }) });
    await regions.minutes(9);
    capacityAgain(regions);
    await regions.minutes(4);
    expect(alive(regions)).toEqual([10, 6]);
    expect(regions.here.state().overflow).toBeNull();
    await regions.minutes(40);
    expect(alive(regions)).toEqual([10, 0]);
    expect(events(regions.here)).toEqual(['Group Overflowing started', 'Group Overflowing ended']);
  });

  test('asks for less when it needs less', async () => {
    const regions = await short();
    await regions.minutes(9);
    regions.here.queues.set('jobs', { waiting: 70 });
    await regions.minutes(3);
    expect(alive(regions)).toEqual([4, 3]);
    regions.here.queues.set('jobs', { waiting: 0 });
    await regions.minutes(3);
    expect(alive(regions)).toEqual([0, 0]);
  });

  test('asks for what its pace would not let it launch at once, within its bounds', async () => {
    const limits = [{ workers: 1, every: 60 }];
    const regions = await short({ policy: { capacity: { min: 0, max: 8 }, behavior: { out: { limits } } } });
    await regions.minutes(9);
    expect(alive(regions)).toEqual([4, 4]);
  });

  test.each([
    ['is paused', { paused: true }],
    ['is paused for growth', { paused: 'out' as const }],
    ['changes nothing', { dryRun: true }],
    ['has no overflow', { overflow: undefined }],
  ])('asks for nothing if it %s', async (_, policy) => {
    const regions = await short({ policy });
    await regions.minutes(12);
    expect(regions.sent).toEqual([]);
    expect(regions.here.table.calls.of('overflow.noteAsked')).toBe(0);
  });

  test('asks for nothing more when its policy is deleted', async () => {
    const regions = await short({ policy: { onDelete: 'drain' } });
    await regions.minutes(9);
    regions.here.table.of('ci').document = null;
    await regions.here.accept('ci');
    await regions.minutes(8);
    expect(alive(regions)).toEqual([0, 0]);
  });

  test('the other region keeps its workers for a while when this one is gone, and then no more', async () => {
    const regions = await short();
    await regions.minutes(9);
    for (let minute = 0; minute < 12; minute += 1) {
      regions.there.pass(60);
      await regions.evaluate(THERE);
      if (minute === 2) expect(regions.there.alive()).toHaveLength(6);
    }
    expect(regions.there.alive()).toHaveLength(0);
  });
});

describe('the other region', () => {
  test('obeys within its own bounds', async () => {
    const regions = await short({ other: lender({ capacity: { min: 0, max: 2 } }) });
    await regions.minutes(9);
    expect(alive(regions)).toEqual([4, 2]);
    const { decision } = await regions.evaluate(THERE);
    expect(decision).toMatchObject({ blockedBy: 'at-max', proposal: 6 });
  });

  test('shows the request in its trace', async () => {
    const regions = await short();
    await regions.minutes(9);
    const { decision, told } = await regions.evaluate(THERE);
    expect(decision?.trace).toContainEqual(
      expect.objectContaining({
        ...{ stage: 'overflow', proposed: 6 },
        reason: { code: 'overflow-requested', params: expect.objectContaining({ from: [HERE], workers: 6 }) },
      }),
    );
    expect(told).toContain('Rules asked for 6 (Overflow of 6 workers from eu-west-1)');
  });

  test('keeps what its own rules ask for, if that is more', async () => {
    const regions = await short({ other: policyOf({ overflow: undefined }) });
    regions.there.queues.set('jobs', { waiting: 80 });
    await regions.minutes(9);
    expect(alive(regions)).toEqual([4, 8]);
    regions.there.queues.set('jobs', { waiting: 10 });
    await regions.minutes(2);
    expect(alive(regions)).toEqual([4, 6]);
  });

  test('never passes the request on, even if it overflows into the first one', async () => {
    const regions = await short({ other: lender({ overflow: { region: HERE, after: '1m' } }) });
    for (const pool of POOLS) regions.there.fleet.makeShort(pool);
    await regions.minutes(30);
    expect(regions.sent.filter(({ from }) => from === THERE)).toEqual([]);
    expect(alive(regions)).toEqual([4, 0]);
    for (const pool of POOLS) regions.there.fleet.hasCapacityAgain(pool);
    await regions.minutes(35);
    expect(alive(regions)).toEqual([4, 6]);
  });

  test('that lacks workers of its own as well is asked and asks, and nothing swings', async () => {
    const other = policyOf({ overflow: { region: HERE, after: '5m' } });
    const regions = await short({ other });
    for (const pool of POOLS) regions.there.fleet.makeShort(pool);
    regions.there.queues.set('jobs', { waiting: 30 });
    await regions.minutes(60);
    expect(alive(regions)).toEqual([4, 0]);
    expect(regions.here.state().requested[THERE]).toMatchObject({ workers: 3 });
    expect(regions.there.state().requested[HERE]).toMatchObject({ workers: 6 });
  });
});

describe('a region that does not take over', () => {
  const unreachable = because['overflow-unreachable']({ region: THERE, error: 'no answer in 2.5 s' });

  test('is asked less and less often, and reported once', async () => {
    const regions = await short();
    regions.down.set(THERE, unreachable);
    await regions.minutes(126);
    expect(regions.sent.length).toBeLessThan(16);
    expect(regions.sent.length).toBeGreaterThan(8);
    expect(events(regions.here)).toEqual(['Group Overflow Failed overflow-unreachable']);
    regions.down.clear();
    await regions.minutes(18);
    expect(alive(regions)).toEqual([4, 6]);
    expect(events(regions.here)).toEqual(['Group Overflow Failed overflow-unreachable', 'Group Overflowing started']);
  });

  test('does not keep the group from what it can do itself', async () => {
    const regions = await short();
    regions.down.set(THERE, unreachable);
    await regions.minutes(9);
    capacityAgain(regions);
    await regions.minutes(5);
    expect(regions.here.alive()).toHaveLength(10);
    expect(regions.here.state().overflow).toBeNull();
  });

  test.each<[string, string, PolicyDocument | null]>([
    ['has no such group', 'overflow-no-group', null],
    ['has the group under another name', 'overflow-no-group', lender({ group: 'other' })],
  ])('because it %s', async (_, code, other) => {
    const regions = await short({ other });
    await regions.minutes(8);
    expect(regions.here.state().overflow?.failing?.because).toMatchObject({
      code: 'overflow-refused',
      params: { region: THERE, code },
    });
    expect(events(regions.here)).toEqual(['Group Overflow Failed overflow-refused']);
  });

  test('is the region of the group itself: nothing is sent', async () => {
    const regions = await short({ policy: { overflow: { region: HERE } } });
    await regions.minutes(8);
    expect(regions.sent).toEqual([]);
    expect(regions.here.state().overflow?.failing?.because.code).toBe('overflow-own-region');
  });

  test.each([
    ['nothing', undefined],
    ['an answer of another version', { version: 2, answers: [{ group: 'ci', accepted: true, running: null }] }],
    ['an answer about another group', { version: 1, answers: [{ group: 'web', accepted: true, running: null }] }],
    ['no list', { version: 1, answers: { ci: true } }],
    ['a refusal without a reason', { version: 1, answers: [{ group: 'ci', accepted: false }] }],
  ])('answers %s', async (_, answer) => {
    const regions = await short();
    regions.lies.set(THERE, answer);
    await regions.minutes(8);
    expect(regions.here.state().overflow?.failing?.because.code).toBe('overflow-answer-invalid');
  });

  test('that claims a million workers is not believed', async () => {
    const regions = await short();
    const running = { workers: 1_000_000, ready: 1_000_000 };
    regions.lies.set(THERE, { version: 1, answers: [{ group: 'ci', accepted: true, running }] });
    await regions.minutes(8);
    expect(regions.here.state().overflow).toMatchObject({ workers: 6 });
    expect(regions.here.state().overflow?.elsewhere).toBeUndefined();
  });
});

describe('people see it', () => {
  const facts = (stack: Setting) => groupFacts(stack.state(), { unavailable: {}, notes: [] }, stack.clock());
  const row = (stack: Setting) => ({
    ...{ group: 'ci', state: stack.state(), error: undefined, undescribed: undefined, notes: [], live: 4, draining: 0 },
  });

  test('in the status of both groups', async () => {
    const regions = await short();
    await regions.minutes(9);
    const { here, there } = regions;
    expect(facts(here)).toContainEqual(
      expect.stringMatching(/^overflow +asks eu-central-1 for 6 workers \(6 ran there/),
    );
    expect(facts(there)).toContainEqual(expect.stringMatching(/^overflow +eu-west-1 asks for 6 workers until /));
    expect(groupsTable([row(here)], here.clock())).toContain('asks eu-central-1 for 6 workers');
    expect(groupsJson([row(here), row(there)], here.clock())).toMatchObject([
      { overflow: { asked: { region: THERE, workers: 6, running: { workers: 6 }, failing: null }, requested: [] } },
      { overflow: { asked: null, requested: [{ from: HERE, workers: 6 }] } },
    ]);
  });

  test('in the findings of doctor, with what to do', async () => {
    const regions = await short({ other: null });
    await regions.minutes(8);
    const { here } = regions;
    const found = await examine(here.table.records, here.dependencies);
    const finding = found.find(({ kind }) => kind === 'overflow-fails');
    expect(finding && sentence(finding.reason)).toContain('Apply a policy for it in this region');
    expect(facts(here)).toContainEqual(expect.stringMatching(/^overflow +fails since .*there is no group ci/));
  });
});

test('a policy that overflows into its own region is rejected', async () => {
  const world = setting();
  world.table.of('ci').document = { ...policyOf({ overflow: { region: HERE } }) };
  const { records } = world.table;
  const accepted = await acceptPolicy('ci', { records, alarms: world.alarms, clock: world.clock, region: HERE });
  expect(accepted).toMatchObject({ result: 'refused', faults: [{ path: 'overflow.region', code: 'own-region' }] });
});

describe('a request', () => {
  const request = (more: object = {}) => ({ group: 'ci', workers: 6, for: 300, ...more });
  const messageIn = ({ there }: Regions, more: object = {}, ...requests: object[]) => ({
    ...{ version: 1, stage: STAGE, from: HERE, sentAt: new Date(there.clock()).toISOString() },
    requests: requests.length > 0 ? requests : [request()],
    ...more,
  });
  const at = ({ there }: Regions, seconds: number) => new Date(there.clock() + seconds * 1000).toISOString();

  async function sent(more: (regions: Regions) => object) {
    const regions = new Regions();
    await regions.there.put(lender());
    const answer = await regions.deliver(THERE, messageIn(regions, more(regions)));
    return { regions, answer, requested: regions.there.state().requested };
  }

  test.each<[string, string, (regions: Regions) => object]>([
    ['of another version', 'overflow-other-version', () => ({ version: 2 })],
    ['of no version', 'overflow-other-version', () => ({ version: undefined })],
    ['of another stage', 'overflow-other-stage', () => ({ stage: 'production' })],
    ['from a region that may not ask', 'overflow-foreign-region', () => ({ from: 'us-east-1' })],
    ['from the region itself', 'overflow-foreign-region', () => ({ from: THERE })],
    ['from the future', 'overflow-from-future', (regions) => ({ sentAt: at(regions, 61) })],
    ['without a time', 'overflow-invalid', () => ({ sentAt: 'yesterday' })],
    ['without a list', 'overflow-invalid', () => ({ requests: 'ci' })],
    ['with too many', 'overflow-too-many', () => ({ requests: Array.from({ length: 101 }, () => request()) })],
  ])('%s is refused as a whole', async (_, code, more) => {
    const { answer, requested } = await sent(more);
    expect(answer).toMatchObject({ answers: [], refused: { code } });
    expect(requested).toEqual({});
  });

  test.each<[string, string, object]>([
    ['for a million workers', 'overflow-invalid', { workers: 1_000_000 }],
    ['for part of a worker', 'overflow-invalid', { workers: 1.5 }],
    ['for less than none', 'overflow-invalid', { workers: -1 }],
    ['for a text', 'overflow-invalid', { workers: '6' }],
    ['for a day', 'overflow-invalid', { for: 86_400 }],
    ['for a name that no group has', 'overflow-invalid', { group: 'CI!' }],
    ['for a group that is not here', 'overflow-no-group', { group: 'web' }],
  ])('%s is refused, and the others are stored', async (_, code, more) => {
    const { answer, requested } = await sent(() => ({ requests: [request(more), request({ workers: 2 })] }));
    expect(answer.answers).toMatchObject([{ accepted: false, code }, { accepted: true }]);
    expect(requested[HERE]).toMatchObject({ workers: 2 });
  });

  test('that has ended already is refused', async () => {
    const { answer, requested } = await sent((regions) => ({ sentAt: at(regions, -300) }));
    expect(answer.answers).toMatchObject([{ accepted: false, code: 'overflow-expired' }]);
    expect(requested).toEqual({});
  });

  test('that is older than the last one changes nothing, and neither does the same one again', async () => {
    const regions = new Regions();
    await regions.there.put(lender());
    const [old, newer] = [messageIn(regions), messageIn(regions, { sentAt: at(regions, 1) }, request({ workers: 0 }))];
    await regions.deliver(THERE, old);
    await regions.deliver(THERE, newer);
    const before = regions.there.state();
    expect(before.requested[HERE]).toMatchObject({ workers: 0 });
    expect(await regions.deliver(THERE, old)).toMatchObject({ answers: [{ accepted: true }] });
    expect(await regions.deliver(THERE, newer)).toMatchObject({ answers: [{ accepted: true }] });
    expect(regions.there.state()).toEqual(before);
  });

  test('that changes makes the group due and ends evaluations that do not know it; a renewal does neither', async () => {
    const regions = new Regions();
    await regions.there.put(lender());
    await regions.evaluate(THERE);
    const { revision } = regions.there.state();
    await regions.deliver(THERE, messageIn(regions));
    const asked = regions.there.state();
    expect(asked).toMatchObject({ revision: revision + 1, schedule: { dueAt: regions.there.clock() } });
    await regions.deliver(THERE, messageIn(regions, { sentAt: at(regions, 30) }));
    expect(regions.there.state().revision).toBe(asked.revision);
    expect(regions.there.state().requested[HERE]?.until).toBe(Number(asked.requested[HERE]?.until) + 30_000);
  });

  test('is stored although evaluations write the state at the same time', async () => {
    const regions = new Regions();
    await regions.there.put(lender());
    const { table } = regions.there;
    let conflicts = 3;
    const states = {
      read: async (groups: readonly string[]) => {
        const read = await table.states.read(groups);
        if (conflicts-- > 0) table.setState('ci', (state) => ({ ...state, revision: state.revision + 1 }));
        return read;
      },
    };
    const use = { stage: STAGE, regions: [HERE], states, overflow: table.overflow, evaluations: table.evaluations };
    const answer = await receiveOverflow(messageIn(regions), { ...use, clock: regions.there.clock });
    expect(answer).toMatchObject({ answers: [{ accepted: true }] });
    expect(regions.there.state().requested[HERE]).toMatchObject({ workers: 6 });
  });

  test('of several regions add up', async () => {
    const regions = new Regions();
    await regions.there.put(lender());
    const { table, clock } = regions.there;
    const use = { stage: STAGE, states: table.states, overflow: table.overflow, evaluations: table.evaluations, clock };
    for (const from of [HERE, 'us-east-1']) {
      await receiveOverflow(messageIn(regions, { from }), { ...use, regions: [HERE, 'us-east-1'] });
    }
    await regions.minutes(2);
    expect(regions.there.alive()).toHaveLength(12);
  });
});
