import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ec2Launch, Pool, Resizer, WarmInstances, Workers } from '../../../shared/providers/ec2/ports.ts';
import { type Differences, skipDifferences } from '../differences.ts';
import { ec2Launch, freshGroup, NOON } from '../examples.ts';

export interface FleetSubject {
  readonly workers: Workers;
  readonly resizer: Resizer;
  /** Absent where instances cannot be stopped and started. */
  readonly warm?: WarmInstances;
  readonly launchTemplate: Ec2Launch['launchTemplate'];
  /** Two pools that can be launched into. */
  readonly pools: readonly [Pool, Pool];
  /** Sets a tag of a worker, as itself or its owner would. */
  tag(id: string, name: 'busy' | 'drained' | 'protected', on: boolean): Promise<void>;
  /** Absent where EC2 knows no shortages, tokens, failures and protection. */
  readonly strict?: {
    makeShort(pool: Pool, market: 'on-demand' | 'spot', remaining: number, code?: string): void;
    /** The next launched instance ends at once, by itself. */
    failNextLaunch(): void;
    /** The operating system of an on-demand worker shuts down, so EC2 stops the worker. */
    shutDown(id: string): void | Promise<void>;
    /** Whether EC2 has terminated the worker. */
    isTerminated(id: string): boolean | Promise<boolean>;
    /** Sets EC2's termination protection. */
    protect(id: string): void | Promise<void>;
  };
}

export function describeFleetContract(
  name: string,
  makeSubject: () => FleetSubject | Promise<FleetSubject>,
  differences?: Differences,
): void {
  describe(`Workers and Resizer: ${name}`, () => {
    skipDifferences(differences);
    let subject: FleetSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    const intent = (change: Partial<Ec2Launch> = {}): Ec2Launch =>
      ec2Launch({ launchTemplate: subject.launchTemplate, pools: subject.pools, ...change });
    const listed = async (group: string) => (await subject.workers.list([group])).get(group) ?? [];
    const launch = async (group: string, count: number): Promise<string[]> => {
      const { launched } = await subject.resizer.launch(group, 'activity-1', intent({ onDemand: count }));
      return launched.map(({ id }) => id);
    };

    describe('warm pool', () => {
      const stopping = { state: 'stopped', returns: false } as const;
      const statesOf = async (group: string) => (await listed(group)).map(({ state, warm }) => `${state} ${warm}`);
      const until = (group: string, state: string) =>
        expect.poll(() => statesOf(group), { interval: 20, timeout: 5000 }).toEqual([state, state]);

      /** Two members that rest. */
      async function resting(pool: Pool) {
        const group = freshGroup();
        const plan = intent({ onDemand: 2, pools: [pool], warm: true });
        const { launched } = await subject.resizer.launch(group, 'fill', plan);
        await until(group, 'running true');
        const ids = launched.map(({ id }) => id);
        await subject.warm?.park(group, ids, stopping);
        await until(group, 'stopped true');
        return { group, ids, starts: ids.map((id) => ({ ...pool, id })) };
      }

      it('parks members, and starts each for one activity only', async ({ skip }) => {
        const { warm, pools } = subject;
        if (!warm) return skip('this EC2 stops no instances');
        const { group, ids, starts } = await resting(pools[0]);
        const started = await warm.startMembers(group, 'start', starts);
        expect(started.launched.map(({ id }) => id).sort()).toEqual([...ids].sort());
        expect(await listed(group)).toMatchObject([
          { activity: 'start', warm: false },
          { activity: 'start', warm: false },
        ]);
        // A repeated call says the same, another activity starts none, and nothing that works is stopped.
        expect(await warm.startMembers(group, 'start', starts)).toEqual(started);
        expect((await warm.startMembers(group, 'other', starts)).launched).toEqual([]);
        expect((await warm.startMembers(freshGroup(), 'start', starts)).launched).toEqual([]);
        expect(await warm.park(group, ids, stopping)).toEqual({ parked: [], errors: [] });
        expect(await listed(group)).toMatchObject([{ activity: 'start' }, { activity: 'start' }]);
      });

      it('keeps members that cannot be started for want of capacity', async ({ skip }) => {
        const { warm, strict, pools } = subject;
        if (!warm || !strict) return skip('this EC2 is never short of capacity');
        const pool = { ...pools[1], instanceType: 'm7g.4xlarge' };
        const { group, starts } = await resting(pool);
        strict.makeShort(pool, 'on-demand', 1);
        const { launched, errors } = await warm.startMembers(group, 'start', starts);
        expect(launched).toHaveLength(1);
        expect(errors).toMatchObject([
          { code: 'InsufficientInstanceCapacity', capacity: true, pools: [`m7g.4xlarge/${pool.subnet}/on-demand`] },
        ]);
        expect((await listed(group)).map((each) => each.warm).sort()).toEqual([false, true]);
      });

      it('takes workers back, but none that is busy; what cannot hibernate is stopped', async ({ skip }) => {
        const { warm } = subject;
        if (!warm) return skip('this EC2 stops no instances');
        const group = freshGroup();
        const [one = '', other = ''] = await launch(group, 2);
        await expect
          .poll(async () => (await listed(group)).map(({ state }) => state), { interval: 20, timeout: 5000 })
          .toEqual(['running', 'running']);
        await subject.tag(other, 'busy', true);
        await subject.resizer.markDraining(group, [one, other], NOON);
        expect((await warm.park(group, [one, other], { state: 'stopped', returns: false })).parked).toEqual([]);
        const { parked, errors } = await warm.park(group, [one, other], { state: 'hibernated', returns: true });
        expect(parked).toEqual([one]);
        expect(errors.map(({ code }) => code)).toEqual(
          subject.strict ? ['UnsupportedHibernationConfiguration'] : expect.any(Array),
        );
        const back = (await listed(group)).find(({ id }) => id === one);
        expect(back).toMatchObject({ warm: true, drainingUntil: null });
        expect(['stopping', 'stopped']).toContain(back?.state);
      });
    });

    describe('launch', () => {
      it('launches the intended number, and tags every worker with group and activity', async () => {
        const group = freshGroup();
        const outcome = await subject.resizer.launch(group, 'activity-7', intent({ onDemand: 3 }));
        expect(outcome).toMatchObject({ errors: [] });
        const workers = await listed(group);
        expect(workers.map(({ id }) => id).sort()).toEqual(outcome.launched.map(({ id }) => id).sort());
        expect(workers).toHaveLength(3);
        for (const worker of workers) {
          expect(worker).toMatchObject({ group, activity: 'activity-7', drainingUntil: null, protected: false });
          expect(worker.launchedAt).toBeGreaterThan(0);
          expect(worker.zone).not.toBe('');
        }
      });

      it('lists with each worker its launch template and the number of the version', async ({ skip }) => {
        if (!subject.strict) skip('this world adds no tags of launch templates');
        const group = freshGroup();
        await launch(group, 2);
        const template = { id: expect.any(String), version: '1' };
        expect(await listed(group)).toMatchObject([{ template }, { template }]);
      });

      it('uses only the pools of the intent', async () => {
        const [, pool] = subject.pools;
        const outcome = await subject.resizer.launch(freshGroup(), 'a', intent({ onDemand: 2, pools: [pool] }));
        expect(outcome.launched.map(({ instanceType }) => instanceType)).toEqual(Array(2).fill(pool.instanceType));
      });

      it('repeated with its token, launches nothing and returns the same', async ({ skip }) => {
        if (!subject.strict) skip('this world does not know tokens');
        const group = freshGroup();
        const repeated = intent();
        const first = await subject.resizer.launch(group, 'a', repeated);
        expect(await subject.resizer.launch(group, 'a', structuredClone(repeated))).toEqual(first);
        expect(await listed(group)).toHaveLength(2);
      });

      it('with a token that has other parameters, launches nothing and returns the launches of its activity', async ({
        skip,
      }) => {
        if (!subject.strict) skip('this world does not know tokens');
        const group = freshGroup();
        const first = intent();
        const { launched } = await subject.resizer.launch(group, 'a', first);
        await launch(group, 1);
        const ids = (workers: readonly { id: string }[]) => workers.map(({ id }) => id).sort();
        const again = await subject.resizer.launch(group, 'a', { ...first, onDemand: 5 });
        expect(ids(again.launched)).toEqual(ids(launched));
        // No pool is to blame.
        expect(again.errors).toMatchObject([{ code: 'IdempotentParameterMismatch', pools: [], capacity: false }]);
        const other = await subject.resizer.launch(group, 'b', { ...first, onDemand: 5 });
        expect(other.launched).toEqual([]);
        expect(await listed(group)).toHaveLength(3);
      });

      it('splits between on-demand and spot as intended', async ({ skip }) => {
        if (!subject.strict) skip('this world launches one market only');
        const group = freshGroup();
        const outcome = await subject.resizer.launch(group, 'a', intent({ onDemand: 1, spot: 3 }));
        const markets = (workers: readonly { market: string }[]) => workers.map(({ market }) => market).sort();
        expect(markets(outcome.launched)).toEqual(['on-demand', 'spot', 'spot', 'spot']);
        expect(markets(await listed(group))).toEqual(['on-demand', 'spot', 'spot', 'spot']);
      });

      it('keeps a partial launch, and names the pools without capacity', async ({ skip }) => {
        const { strict, pools } = subject;
        if (!strict) return skip('this world is never short of capacity');
        const group = freshGroup();
        const [one, other] = pools.map(({ subnet }) => ({ instanceType: 'c7g.large', subnet })) as [Pool, Pool];
        strict.makeShort(one, 'on-demand', 0);
        strict.makeShort(other, 'on-demand', 2);
        const outcome = await subject.resizer.launch(group, 'a', intent({ onDemand: 5, pools: [one, other] }));
        expect(outcome.launched).toHaveLength(2);
        expect(await listed(group)).toHaveLength(2);
        const short = outcome.errors.filter(({ capacity }) => capacity).flatMap((error) => error.pools);
        expect([...new Set(short)].sort()).toEqual(
          [`c7g.large/${one.subnet}/on-demand`, `c7g.large/${other.subnet}/on-demand`].sort(),
        );
      });

      it('fills the zones with the fewest workers first, and the others where one has too little', async ({ skip }) => {
        const { strict, pools } = subject;
        if (!strict) return skip('this EC2 is never short of capacity');
        const [one, other] = pools.map(({ subnet }) => ({ instanceType: 'm7g.2xlarge', subnet })) as [Pool, Pool];
        const spread = (there: Record<string, number>) =>
          subject.resizer.launch(freshGroup(), 'a', intent({ onDemand: 2, pools: [one, other], there }));
        const subnets = ({ launched }: { launched: readonly { subnet: string }[] }) =>
          launched.map(({ subnet }) => subnet).sort();
        expect(subnets(await spread({}))).toEqual([one.subnet, other.subnet].sort());
        expect(subnets(await spread({ [one.subnet]: 5 }))).toEqual([other.subnet, other.subnet]);
        strict.makeShort(one, 'on-demand', 0);
        const filled = await spread({ [other.subnet]: 5 });
        expect(subnets(filled)).toEqual([other.subnet, other.subnet]);
        expect(filled.errors).toMatchObject([{ pools: [`m7g.2xlarge/${one.subnet}/on-demand`], capacity: true }]);
      });

      it('returns the error of a throttled pool, which is not a shortage: the pool is not excluded', async ({
        skip,
      }) => {
        const { strict, pools } = subject;
        if (!strict) return skip('this EC2 throttles no pool');
        const one = { instanceType: 'c7g.xlarge', subnet: pools[0].subnet };
        strict.makeShort(one, 'on-demand', 0, 'RequestLimitExceeded');
        const outcome = await subject.resizer.launch(freshGroup(), 'a', intent({ onDemand: 1, pools: [one] }));
        expect(outcome.launched).toEqual([]);
        expect(outcome.errors).toMatchObject([
          { code: 'RequestLimitExceeded', pools: [], capacity: false, retry: 'now' },
        ]);
      });
    });

    describe('list', () => {
      it('omits a worker that ended right after its launch, although the launch succeeded', async ({ skip }) => {
        const { strict } = subject;
        if (!strict) return skip('this EC2 ends no worker');
        const group = freshGroup();
        strict.failNextLaunch();
        const [failed = '', other] = await launch(group, 2);
        expect(await strict.isTerminated(failed)).toBe(true);
        expect((await listed(group)).map(({ id }) => id)).toEqual([other]);
      });

      it('lists a worker that stopped as stopped, with the reason', async ({ skip }) => {
        const { strict } = subject;
        if (!strict) return skip('this EC2 stops no worker');
        const group = freshGroup();
        const [stopped = '', other = ''] = await launch(group, 2);
        await strict.shutDown(stopped);
        const found = new Map((await listed(group)).map((worker) => [worker.id, worker]));
        expect(found.size).toBe(2);
        expect(found.get(stopped)).toMatchObject({
          state: expect.stringMatching(/^stop(ping|ped)$/),
          stateReason: { code: 'Client.InstanceInitiatedShutdown' },
        });
        expect(found.get(other)).toMatchObject({ state: expect.stringMatching(/^(pending|running)$/) });
      });

      it('returns an empty list for a group without workers, and never workers of another group', async () => {
        const [group, other] = [freshGroup(), freshGroup()];
        await launch(other, 1);
        expect(await subject.workers.list([group])).toEqual(new Map([[group, []]]));
        expect(await subject.workers.list([])).toEqual(new Map());
      });

      it('separates the workers of more groups than fit in one filter', async () => {
        const groups = Array.from({ length: 450 }, freshGroup);
        const [first, last] = [groups[3] as string, groups[440] as string];
        const [one, other] = [await launch(first, 2), await launch(last, 1)];
        const found = await subject.workers.list(groups);
        expect(found.size).toBe(450);
        expect(
          found
            .get(first)
            ?.map(({ id }) => id)
            .sort(),
        ).toEqual(one.sort());
        expect(found.get(last)?.map(({ id }) => id)).toEqual(other);
        expect([...found.values()].flat()).toHaveLength(3);
      });
    });

    describe('byId', () => {
      it('returns workers in any state, and why they ended', async ({ skip }) => {
        const { strict } = subject;
        if (!strict) return skip('this EC2 ends no worker');
        const group = freshGroup();
        strict.failNextLaunch();
        const [failed = '', other = ''] = await launch(group, 2);
        const found = new Map((await subject.workers.byId([failed, other])).map((worker) => [worker.id, worker]));
        expect(found.get(failed)).toMatchObject({
          ...{ group, state: expect.stringMatching(/^(shutting-down|terminated)$/) },
          stateReason: { code: 'Client.InternalError', message: expect.stringContaining('Client.InternalError') },
        });
        expect(found.get(other)).toMatchObject({ group, state: expect.stringMatching(/^(pending|running)$/) });
      });

      it('omits ids that EC2 does not show, and returns more than fit in one filter', async () => {
        const group = freshGroup();
        const [one = '', other = ''] = await launch(group, 2);
        const unknown = Array.from({ length: 250 }, () => `i-${randomUUID().replaceAll('-', '').slice(0, 17)}`);
        const found = await subject.workers.byId([one, ...unknown, other]);
        expect(found.map(({ id }) => id).sort()).toEqual([one, other].sort());
        expect(await subject.workers.byId([])).toEqual([]);
      });
    });

    describe('markDraining', () => {
      it('marks only the given workers, with the end of their drain', async () => {
        const group = freshGroup();
        const [one = '', other = ''] = await launch(group, 2);
        await subject.resizer.markDraining(group, [one], NOON);
        const workers = await listed(group);
        expect(workers.find(({ id }) => id === one)?.drainingUntil).toBe(NOON);
        expect(workers.find(({ id }) => id === other)?.drainingUntil).toBeNull();
      });

      it('skips workers that are gone or belong to another group', async () => {
        const [group, other] = [freshGroup(), freshGroup()];
        const [ours = ''] = await launch(group, 1);
        const [theirs = ''] = await launch(other, 1);
        await subject.resizer.markDraining(group, [`i-${'f'.repeat(17)}`, theirs, ours], NOON);
        expect((await listed(group))[0]?.drainingUntil).toBe(NOON);
        expect((await listed(other))[0]?.drainingUntil).toBeNull();
      });
    });

    describe('cancelDrain', () => {
      it('removes mark and report from the given workers only', async () => {
        const group = freshGroup();
        const [one = '', other = ''] = await launch(group, 2);
        await subject.resizer.markDraining(group, [one, other], NOON);
        for (const id of [one, other]) await subject.tag(id, 'drained', true);
        await subject.tag(one, 'busy', true);
        await subject.resizer.cancelDrain(group, [one]);
        const workers = await listed(group);
        const back = { drainingUntil: null, drained: false, busy: true, activity: 'activity-1' };
        expect(workers.find(({ id }) => id === one)).toMatchObject(back);
        expect(workers.find(({ id }) => id === other)).toMatchObject({ drainingUntil: NOON, drained: true });
      });

      it('skips workers that do not drain, are gone or belong to another group', async () => {
        const [group, other] = [freshGroup(), freshGroup()];
        const [idle = '', ours = '', gone = ''] = await launch(group, 3);
        const [theirs = ''] = await launch(other, 1);
        await subject.resizer.markDraining(group, [ours], NOON);
        await subject.resizer.markDraining(other, [theirs], NOON);
        await subject.resizer.terminate(group, [gone], false);
        await subject.resizer.cancelDrain(group, [`i-${'f'.repeat(17)}`, gone, theirs, idle, ours]);
        expect((await listed(group)).map(({ drainingUntil }) => drainingUntil)).toEqual([null, null]);
        expect((await listed(other))[0]?.drainingUntil).toBe(NOON);
      });
    });

    describe('terminate', () => {
      it('terminates only the given workers', async () => {
        const group = freshGroup();
        const [one = '', other = ''] = await launch(group, 2);
        expect(await subject.resizer.terminate(group, [one], false)).toEqual([one]);
        expect((await listed(group)).map(({ id }) => id)).toEqual([other]);
      });

      it('repeated, returns the same workers: those that are terminating or gone', async () => {
        const group = freshGroup();
        const ids = await launch(group, 2);
        const gone = `i-${randomUUID().replaceAll('-', '').slice(0, 17)}`;
        await subject.resizer.terminate(group, ids, false);
        expect(await subject.resizer.terminate(group, [...ids, gone], false)).toEqual([...ids, gone]);
      });

      it('never terminates a worker of another group', async () => {
        const [group, other] = [freshGroup(), freshGroup()];
        const [ours = ''] = await launch(group, 1);
        const [theirs = ''] = await launch(other, 1);
        expect(await subject.resizer.terminate(group, [theirs, ours], false)).toEqual([ours]);
        expect((await listed(other)).map(({ id }) => id)).toEqual([theirs]);
      });

      it('keeps a busy worker unless evenBusy is set', async () => {
        const group = freshGroup();
        const [busy = '', idle = '', silent = ''] = await launch(group, 3);
        await subject.tag(busy, 'busy', true);
        await subject.tag(idle, 'busy', false);
        expect(await subject.resizer.terminate(group, [busy, idle, silent], false)).toEqual([idle, silent]);
        expect((await listed(group)).map(({ id }) => id)).toEqual([busy]);
        expect(await subject.resizer.terminate(group, [busy], true)).toEqual([busy]);
        expect(await listed(group)).toEqual([]);
      });

      it('reads the tags just before: a worker that has just become idle is terminated', async () => {
        const group = freshGroup();
        const [id = ''] = await launch(group, 1);
        await subject.tag(id, 'busy', true);
        expect(await subject.resizer.terminate(group, [id], false)).toEqual([]);
        await subject.tag(id, 'busy', false);
        expect(await subject.resizer.terminate(group, [id], false)).toEqual([id]);
      });

      it.each([false, true])('always keeps a worker that its owner protects; evenBusy: %s', async (evenBusy) => {
        const group = freshGroup();
        const [kept = '', other = ''] = await launch(group, 2);
        await subject.tag(kept, 'protected', true);
        await subject.tag(other, 'protected', false);
        expect(await subject.resizer.terminate(group, [kept, other], evenBusy)).toEqual([other]);
        expect((await listed(group)).map(({ id }) => id)).toEqual([kept]);
      });

      it('terminates a worker that stopped', async ({ skip }) => {
        const { strict } = subject;
        if (!strict) return skip('this EC2 stops no worker');
        const group = freshGroup();
        const [id = ''] = await launch(group, 1);
        await strict.shutDown(id);
        expect(await strict.isTerminated(id)).toBe(false);
        expect(await subject.resizer.terminate(group, [id], false)).toEqual([id]);
        expect(await strict.isTerminated(id)).toBe(true);
      });

      it('terminates the others when EC2 protects some, and does not return the protected ones', async ({ skip }) => {
        const { strict } = subject;
        if (!strict) return skip('this world protects no worker');
        const group = freshGroup();
        const ids = await launch(group, 5);
        const kept = [ids[1] ?? '', ids[4] ?? ''];
        for (const id of kept) await strict.protect(id);
        const ended = ids.filter((id) => !kept.includes(id));
        expect(await subject.resizer.terminate(group, ids, false)).toEqual(ended);
        expect((await listed(group)).map(({ id }) => id).sort()).toEqual(kept.sort());
        expect(await subject.resizer.terminate(group, kept, false)).toEqual([]);
      });

      it('does nothing for an empty list', async () => {
        expect(await subject.resizer.terminate(freshGroup(), [], true)).toEqual([]);
      });
    });
  });
}
