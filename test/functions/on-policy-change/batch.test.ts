import { expect, test } from 'vitest';
import { Attempts } from '../../../functions/on-policy-change/attempts.ts';
import { acceptChanges } from '../../../functions/on-policy-change/batch.ts';

const NOW = Date.UTC(2026, 10, 27);
const MINUTE = 60_000;
const changes = ['a', 'bad', 'c'].map((group, index) => ({ group, sequenceNumber: `${index + 1}`, isRetry: false }));

/** What the temporary folder keeps. */
function folder() {
  let kept: string | null = null;
  return {
    read: () => kept,
    write: (text: string) => {
      kept = text;
    },
  };
}

/** Acceptances in which the groups named fail; keeps what was asked of it. Time passes only by `pass`. */
function use(failing: readonly string[], store = folder()) {
  const [accepted, told, aside]: [string[], string[], string[]] = [[], [], []];
  let now = NOW;
  return {
    ...{ accepted, told, aside, clock: () => now, attempts: new Attempts(store) },
    pass(minutes: number) {
      now += minutes * MINUTE;
    },
    async setAside({ group, isRetry }: { group: string; isRetry: boolean }) {
      aside.push(isRetry ? `${group} again` : group);
    },
    isOfAll: () => false,
    async accept(group: string) {
      if (failing.includes(group)) throw new Error('no alarms today');
      accepted.push(group);
    },
    isOver: () => false,
    fail: (what: string) => void told.push(what),
  };
}

test('a group that fails does not block the others in its batch, including later ones', async () => {
  const world = use(['bad']);
  expect(await acceptChanges(changes, world)).toEqual(['2']);
  expect(world.accepted).toEqual(['a', 'c']);
  expect(world.told).toEqual(['policy of bad']);
});

test('only groups that fail are reported and retried', async () => {
  expect(await acceptChanges(changes, use(['a', 'bad', 'c']))).toEqual(['1', '2', '3']);
  expect(await acceptChanges(changes, use([]))).toEqual([]);
});

test('groups for which no time is left are tried again, without an error', async () => {
  const world = use([]);
  const isOver = () => world.accepted.includes('bad');
  expect(await acceptChanges(changes, { ...world, isOver })).toEqual(['3']);
  expect([world.accepted, world.told]).toEqual([['a', 'bad'], []]);
});

test('a policy that fails for two minutes is set aside, so that the shard does not wait for it', async () => {
  const world = use(['bad']);
  expect(await acceptChanges(changes, world)).toEqual(['2']);
  world.pass(1.9);
  expect(await acceptChanges(changes.slice(1), world)).toEqual(['2']);
  world.pass(0.1);
  expect(await acceptChanges(changes.slice(1), world)).toEqual([]);
  expect(world.aside).toEqual(['bad']);
});

test('the first error sets no policy aside, however long the change has waited in the stream', async () => {
  const world = use(['bad']);
  world.pass(24 * 60);
  expect(await acceptChanges(changes, world)).toEqual(['2']);
  expect(world.aside).toEqual([]);
});

test('what was accepted in between is a new beginning', async () => {
  const failing = ['bad'];
  const world = use(failing);
  await acceptChanges(changes, world);
  world.pass(1);
  failing.pop();
  await acceptChanges(changes.slice(1), world);
  failing.push('bad');
  world.pass(1);
  expect(await acceptChanges(changes.slice(1), world)).toEqual(['2']);
});

test('a policy that was set aside and fails again is set aside at once', async () => {
  const world = use(['bad']);
  expect(await acceptChanges([{ group: 'bad', sequenceNumber: '1', isRetry: true }], world)).toEqual([]);
  expect(world.aside).toEqual(['bad again']);
});

test('a policy at which the function ends again and again is set aside without another attempt', async () => {
  const store = folder();
  const ending = { ...use([], store), accept: () => new Promise<void>(() => {}) };
  for (const minutes of [0, 1]) {
    // The process ends during the acceptance, so that this never returns. The next one finds what it has left.
    const world = { ...ending, attempts: new Attempts(store), clock: () => NOW + minutes * MINUTE };
    void acceptChanges(changes.slice(1), world);
  }
  const world = use([], store);
  world.pass(2);
  expect(await acceptChanges(changes.slice(1), world)).toEqual([]);
  expect([world.accepted, world.aside]).toEqual([['c'], ['bad']]);
});

test('a function that ended once is no reason to set a policy aside', async () => {
  const store = folder();
  void acceptChanges(changes.slice(1), { ...use([], store), accept: () => new Promise<void>(() => {}) });
  const world = use([], store);
  world.pass(60);
  expect(await acceptChanges(changes.slice(1), world)).toEqual([]);
  expect([world.accepted, world.aside]).toEqual([['bad', 'c'], []]);
});

test('a folder that cannot be used only costs the memory of earlier attempts', async () => {
  const broken = () => {
    throw new Error('no space left');
  };
  const world = use(['bad'], { read: broken, write: broken });
  expect(await acceptChanges(changes, world)).toEqual(['2']);
  world.pass(2);
  expect(await acceptChanges(changes, world)).toEqual([]);
  expect(await acceptChanges(changes, use(['bad'], { read: () => '{"half', write: broken }))).toEqual(['2']);
});

test('during an outage of the table, no policy is set aside, and every policy is tried again', async () => {
  const world = use(['a', 'bad', 'c']);
  const setAside = async () => {
    throw new Error('no table');
  };
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await acceptChanges(changes, { ...world, setAside })).toEqual(['1', '2', '3']);
    world.pass(2);
  }
});

test('policies that CloudWatch throttles are not set aside, and then get their two minutes', async () => {
  const world = use(['bad']);
  await acceptChanges(changes, { ...world, isOfAll: () => true });
  world.pass(10);
  expect(await acceptChanges(changes, { ...world, isOfAll: () => true })).toEqual(['2']);
  world.pass(10);
  expect(await acceptChanges(changes, world)).toEqual(['2']);
  expect(world.aside).toEqual([]);
});
