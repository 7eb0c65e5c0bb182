import { expect, test } from 'vitest';
import type { ExtensionGroups } from '../../shared/extension/index.ts';
import { defineProvider } from '../../shared/extension/index.ts';
import type { ReasonedError } from '../../shared/model/index.ts';
import { extensionAdapter } from '../../shared/providers/extension/adapter.ts';
import type { CommonConfig } from '../../shared/providers/extension/extension.ts';
import { extensionFormat } from '../../shared/providers/extension/format.ts';
import { reasons } from '../../shared/providers/extension/reasons.ts';
import { extensionModule, type ProviderFormat, type ProviderModule } from '../../shared/providers/index.ts';
import { NOON } from '../contracts/examples.ts';
import { describeProviderContract } from '../contracts/providers/provider.contract.ts';
import { groupsInMemory } from './groups-in-memory.ts';

const KIND = 'yard';
const CONTEXT = {
  ...{ stage: 'test', clock: () => NOON, warn: () => {} },
  // Nothing here calls AWS.
  connections: { borrowed: {} as never },
};
const providerOver = (groups: ExtensionGroups) =>
  defineProvider({
    kind: KIND,
    fields: ({ string }) => ({ yard: string() }),
    nameOf: ({ yard }) => yard,
    groups: () => groups,
  });
const written = providerOver(groupsInMemory(() => NOON).groups);
const format = extensionFormat(KIND, written);
const configOf = (yard: string) => format.schema.parse({ kind: KIND, yard }) as CommonConfig;
const adapterOver = (groups: ExtensionGroups) => extensionAdapter(KIND, providerOver(groups), CONTEXT);

describeProviderContract('of an extension', () => {
  const memory = groupsInMemory(() => NOON);
  const own = (id: string) => id.slice(id.lastIndexOf('/') + 1);
  return {
    ...{ module: extensionModule(written) as ProviderModule, format: format as ProviderFormat, codes: reasons },
    ...{ adapter: adapterOver(memory.groups), config: configOf('north'), group: 'ci', now: () => NOON },
    settle: async () => memory.settle('north'),
    report: async (id, what, on) => memory.change('north', own(id), { [what]: on }),
  };
});

const described = async (groups: ExtensionGroups, ...yards: [group: string, yard: string][]) => {
  const requests = yards.map(([group, yard]) => ({ group, config: configOf(yard) }));
  const answers = await adapterOver(groups).describe(requests, NOON);
  return Object.fromEntries(
    [...answers].map(([group, each]) => [group, each instanceof Error ? each.message : 'described']),
  );
};

test('a provider that fails for one group fails no other, and says what failed', async () => {
  const { groups } = groupsInMemory(() => NOON);
  const failing: ExtensionGroups = {
    ...groups,
    describe: async (target) => {
      if (target.name === 'south') throw new Error('the gate is shut');
      return groups.describe(target);
    },
  };
  expect(await described(failing, ['a', 'north'], ['b', 'south'])).toEqual({
    a: 'described',
    b: 'The provider yard failed for south: the gate is shut.',
  });
});

test('two policies that resize the same are errors of both', async () => {
  const { groups } = groupsInMemory(() => NOON);
  const both =
    'The policies of a and b all resize north with the provider yard. Keep one of them, and delete the others.';
  expect(await described(groups, ['a', 'north'], ['b', 'north'], ['c', 'south'])).toEqual({
    ...{ a: both, b: both, c: 'described' },
  });
});

test('a policy for which the extension has no name fails its own group alone', async () => {
  const picky = defineProvider({
    kind: KIND,
    fields: ({ string }) => ({ yard: string() }),
    nameOf({ yard }) {
      if (yard === 'south') throw new Error('there is no yard in the south');
      return yard === 'west' ? (undefined as never) : yard;
    },
    groups: () => groupsInMemory(() => NOON).groups,
  });
  const adapter = extensionAdapter(KIND, picky, CONTEXT);
  const requests = ['north', 'south', 'west'].map((yard) => ({ group: yard, config: configOf(yard) }));
  const errors = {
    south: 'The nameOf of the provider yard failed: there is no yard in the south.',
    west: 'The nameOf of the provider yard failed: nameOf returned undefined, not a text.',
  };
  const answers = [...(await adapter.describe(requests, NOON))];
  const failed = answers.flatMap(([group, each]) => (each instanceof Error ? [[group, each.message]] : []));
  expect([answers.length, Object.fromEntries(failed)]).toEqual([3, errors]);
  const listed = [...(await adapter.all(requests, NOON)).errors].map(([group, { message }]) => [group, message]);
  expect(Object.fromEntries(listed)).toEqual(errors);
  expect(extensionModule(picky).target?.(configOf('south'))).toBeNull();
});

test('an extension that hangs is asked for ten groups at a time, until the time for all is used up', async () => {
  const { groups } = groupsInMemory(() => NOON);
  let open = 0;
  let most = 0;
  const hanging: ExtensionGroups = {
    ...groups,
    describe: () => {
      most = Math.max(most, ++open);
      return new Promise(() => {});
    },
  };
  const limits = { callMs: 40, mostMs: 20 };
  // What times out is no longer waited for.
  const adapter = extensionAdapter(KIND, providerOver(hanging), CONTEXT, limits);
  const requests = Array.from({ length: 25 }, (_, n) => ({ group: `g${n}`, config: configOf(`yard-${n}`) }));
  const codes = async (now: number) =>
    [...(await adapter.describe(requests, now))].map(([group, each]) => [group, (each as ReasonedError).reason.code]);
  const notAsked = (answers: readonly (readonly unknown[])[]) =>
    answers.filter(([, code]) => code === 'extension-not-asked').map(([group]) => group);
  const first = await codes(NOON);
  expect([first.length, most, notAsked(first).length]).toEqual([25, 10, 15]);
  // The next minute begins with another group.
  const next = await codes(NOON + 60_000);
  expect(notAsked(next)).not.toEqual(notAsked(first));
});

test('a field of the provider may be named group: it is what the policy says, not the group of the policy', async () => {
  const asked: string[] = [];
  const lot = defineProvider({
    kind: 'lot',
    fields: ({ string }) => ({ group: string() }),
    nameOf: ({ group }) => group,
    groups: () => ({
      ...groupsInMemory(() => NOON).groups,
      describe: async ({ group, name }) => {
        asked.push(`${name} of ${group}`);
        return { desired: 0, workers: [] };
      },
    }),
  });
  const config = extensionFormat('lot', lot).schema.parse({ kind: 'lot', group: 'north' }) as CommonConfig;
  const adapter = extensionAdapter('lot', lot, CONTEXT);
  expect((await adapter.describe([{ group: 'ci', config }], NOON)).get('ci')).toMatchObject({ ordered: 0 });
  expect((await adapter.all([{ group: 'ci', config }], NOON)).errors.size).toBe(0);
  expect(asked).toEqual(['north of ci', 'north of ci']);
  expect(extensionModule(lot).target?.(config)).toBe('north');
});

test('what the provider rejects is final, and what it grants in part is an error', async () => {
  const { groups } = groupsInMemory(() => NOON);
  const launchWith = (answer: object) =>
    adapterOver({ ...groups, resize: async () => answer }).launch(
      { group: 'ci', activity: '1', startedAt: NOON, plan: { name: 'ci/north', from: 0, target: 5 } },
      [],
    );
  const reason = { code: 'acme-full', params: { yard: 'north' } };
  expect(await launchWith({ rejected: reason })).toMatchObject({
    ...{ ordered: 0, errors: [{ code: 'acme-full', reason, capacity: false }] },
  });
  expect(await launchWith({ desired: 3 })).toMatchObject({ ordered: 3, errors: [{ code: 'RaisedLess' }] });
});

test('a method that fails or answers wrongly is named with its provider and what it should have resized', async () => {
  const memory = groupsInMemory(() => NOON);
  await memory.groups.resize({ group: 'ci', name: 'north', idempotencyKey: '1', from: 0, desired: 1 });
  memory.settle('north');
  const [{ id = '' } = {}] = (await memory.groups.describe({ group: 'ci', name: 'north' })).workers;
  const shut = async () => {
    throw new Error('the gate is shut');
  };
  const wrong = async () => ({ desired: 'many', gone: id }) as never;
  const launched = (resize: ExtensionGroups['resize']) =>
    adapterOver({ ...memory.groups, resize }).launch(
      { group: 'ci', activity: '1', startedAt: NOON, plan: { name: 'ci/north', from: 1, target: 5 } },
      [],
    );
  const ended = (terminate: ExtensionGroups['terminate']) =>
    adapterOver({ ...memory.groups, terminate }).terminate(
      { group: 'ci', plan: { name: 'ci/north' }, workers: [`yard/ci/north/${id}`] },
      { evenBusy: false, drained: true },
    );
  const failed = 'The provider yard failed for north: ';
  await expect(launched(shut)).rejects.toThrow(`${failed}the gate is shut.`);
  await expect(launched(wrong)).rejects.toThrow(`${failed}it answered a resize with`);
  await expect(ended(shut)).rejects.toThrow(`${failed}the gate is shut.`);
  await expect(ended(wrong)).rejects.toThrow(`${failed}it answered a termination without`);
  const marking = adapterOver({ ...memory.groups, mark: shut }).markDrained(`yard/ci/north/${id}`);
  await expect(marking).rejects.toThrow(`${failed}the gate is shut.`);
});

test('a worker is busy, protected, late or unhealthy as it is described', async () => {
  const old = NOON - 3_600_000;
  const workers = [
    { id: 'late', state: 'pending', launchedAt: old },
    { id: 'sick', state: 'unhealthy', launchedAt: old },
    { id: 'fine', state: 'ready', launchedAt: old, busy: true, protected: true, zone: 'b' },
  ] as const;
  const { groups } = groupsInMemory(() => NOON);
  const adapter = adapterOver({ ...groups, describe: async () => ({ desired: 4, workers }) });
  const answer = (await adapter.describe([{ group: 'ci', config: configOf('north') }], NOON)).get('ci');
  expect(answer).toMatchObject({
    ordered: 1,
    workers: [
      { id: 'yard/ci/north/late', unhealthy: { code: 'extension-boot-timeout' }, serving: false },
      { unhealthy: { code: 'extension-worker-unhealthy' }, serving: false },
      { unhealthy: null, serving: true, busy: true, protected: true, zone: 'b' },
    ],
  });
  const order = { group: 'ci', plan: { name: 'ci/north' }, workers: ['yard/ci/north/fine', 'yard/ci/north/sick'] };
  expect(await adapter.terminate(order, { evenBusy: false, drained: true })).toEqual({
    ...{ gone: ['yard/ci/north/sick'], reasons: [] },
  });
  expect(await adapter.find('i-0123')).toBeNull();
});

test('a removal that is repeated has the same key, and that of a later worker with the same id another one', async () => {
  const { groups } = groupsInMemory(() => NOON);
  const keys: string[] = [];
  const removed = async (launchedAt: number) => {
    const adapter = adapterOver({
      ...groups,
      describe: async () => ({ desired: 1, workers: [{ id: 'one', state: 'ready', launchedAt }] }),
      terminate: async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        return { gone: [] };
      },
    });
    const order = { group: 'ci', plan: { name: 'ci/north' }, workers: ['yard/ci/north/one'] };
    await adapter.terminate(order, { evenBusy: false, drained: true });
  };
  for (const launchedAt of [NOON, NOON, NOON + 1]) await removed(launchedAt);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

const READY = { id: 'a', state: 'ready' };

test.each([
  [{ workers: [] }, 'undefined desired workers'],
  [{ desired: -1, workers: [] }, '-1 desired workers'],
  [{ desired: 1 }, 'without a list of workers'],
  [{ desired: 1, workers: [{ id: 'a/b' }] }, 'the id "a/b"'],
  [{ desired: 1, workers: [{}] }, 'the id undefined'],
  [{ desired: 2, workers: [READY, READY] }, 'two workers with the id a'],
  [null, 'undefined desired workers'],
  [{ desired: Number.NaN, workers: [] }, 'NaN desired workers'],
  [{ desired: 1, workers: [{ id: 'a', state: 'running' }] }, 'the worker a with the state "running"'],
  [{ desired: 1, workers: [{ ...READY, launchedAt: '2026-11-21T12:00:00Z' }] }, 'must be milliseconds since the epoch'],
  [{ desired: 1, workers: [{ ...READY, launchedAt: Number.NaN }] }, 'with the launchedAt NaN'],
  [{ desired: 1, workers: [{ ...READY, busy: 'no' }] }, 'with the busy "no", which must be true or false'],
  [{ desired: 1, workers: [{ ...READY, protected: 'yes' }] }, 'with the protected "yes"'],
  [{ desired: 1, workers: [{ ...READY, marks: { key: 1 } }] }, 'which must be an object of texts'],
  [{ desired: 1, workers: [null] }, 'the id undefined'],
  [{ desired: 0, workers: [], notes: 'full' }, 'notes that are not a list of reasons'],
])('a provider that answers %j is not trusted, and harms no other group', async (answer, why) => {
  const { groups } = groupsInMemory(() => NOON);
  const lying: ExtensionGroups = {
    ...groups,
    describe: (target) => (target.name === 'south' ? Promise.resolve(answer as never) : groups.describe(target)),
  };
  expect(await described(lying, ['a', 'north'], ['b', 'south'])).toEqual({
    a: 'described',
    b: expect.stringContaining(why),
  });
});

test('optional fields of a worker may be null', async () => {
  const { groups } = groupsInMemory(() => NOON);
  const worker = { ...READY, launchedAt: null, zone: null, protected: null, busy: null, marks: null };
  const describe = async () => ({ desired: 1, workers: [worker] }) as never;
  expect(await described({ ...groups, describe }, ['a', 'north'])).toEqual({ a: 'described' });
});

test.each([
  ['nothing', undefined, { ordered: 5 }],
  ['a number', { desired: 3 }, { ordered: 3 }],
  ['NaN', { desired: Number.NaN }, 'the desired number NaN'],
  ['a text', { desired: '5' }, 'the desired number "5"'],
  ['a rejection without a code', { rejected: 'no quota' }, 'it rejected a resize with "no quota"'],
])('a resize that is answered with %s is understood, or carried out again', async (_, answer, what) => {
  const { groups } = groupsInMemory(() => NOON);
  const launched = adapterOver({ ...groups, resize: async () => answer as never }).launch(
    { group: 'ci', activity: '1', startedAt: NOON, plan: { name: 'ci/north', from: 0, target: 5 } },
    [],
  );
  await (typeof what === 'string'
    ? expect(launched).rejects.toThrow(what)
    : expect(launched).resolves.toMatchObject(what));
});

test.each([undefined, {}, { gone: 'one' }, { gone: [1] }])(
  'a termination that is answered with %j has an unknown outcome',
  async (answer) => {
    const { groups } = groupsInMemory(() => NOON);
    const describe = async () => ({ desired: 1, workers: [{ id: 'one', state: 'ready' as const }] });
    const adapter = adapterOver({ ...groups, describe, terminate: async () => answer as never });
    const order = { group: 'ci', plan: { name: 'ci/north' }, workers: ['yard/ci/north/one'] };
    await expect(adapter.terminate(order, { evenBusy: false, drained: true })).rejects.toThrow('without "gone"');
  },
);
