import { describe, expect, test } from 'vitest';
import { previews, sizingMark } from '../../../../shared/evaluation/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { sizingFor } from '../../../../shared/providers/index.ts';
import { policyOf } from '../../decision/builders.ts';
import { setting } from '../setting.ts';

const DAY = 86_400;
const TYPES = ['c7g.xlarge', 'm7g.xlarge'];

const provider = (rightsize?: object) => ({
  ...{ kind: 'ec2' as const, launchTemplate: { name: 'ci-runner' }, subnets: ['subnet-a'] },
  ...{ instanceTypes: TYPES, ...(rightsize && { rightsize }) },
});
const document = (rightsize?: object) => ({
  ...{ group: 'ci', capacity: { min: 2, max: 9 }, provider: provider(rightsize) },
});
const INITIAL = { mode: 'initial', maxAllowed: 'c7g.4xlarge' };

/** A group whose policy says this of sizes, and what right-sizing has found for such a policy. */
async function sized(rightsize?: object, changes: object = {}) {
  const world = setting();
  const policy = document(rightsize);
  await world.put(policy as never);
  const sizing = sizingFor(policyOf(policy as never).provider);
  if (!sizing) throw new Error('the provider has no sizes');
  await world.table.sizings.store('ci', {
    ...{ at: world.clock(), of: sizingMark(sizing), types: ['c7g.large', 'c7g.xlarge'] },
    ...{ verdict: { code: 'rightsize-keep', params: { type: 'c7g.large' } }, ...changes },
  });
  return world;
}
const typesOf = ({ intent }: { intent?: unknown }): string[] => [
  ...new Set(((intent as { pools: { instanceType: string }[] }).pools ?? []).map(({ instanceType }) => instanceType)),
];

describe('launches of a group with right-sizing', () => {
  test.each(['initial', 'auto'])('%s: use the types that were found, and say so', async (mode) => {
    const world = await sized({ ...INITIAL, mode });
    const report = await world.evaluate();
    expect(report).toMatchObject({ result: 'resized', intent: { onDemand: 2 } });
    expect(typesOf(report)).toEqual(['c7g.large', 'c7g.xlarge']);
    const [activity] = await world.table.activities.list('ci', 1);
    expect(activity?.notes.map(sentence)).toContain(
      'Right-sizing of 2026-11-21: launches use c7g.large, c7g.xlarge instead of c7g.xlarge, m7g.xlarge.',
    );
  });

  test('status shows what they would use, although nothing is launched', async () => {
    const world = await sized(INITIAL);
    await world.evaluate();
    const preview = (await previews(['ci'], world.dependencies)).get('ci');
    expect(preview).toMatchObject({ notes: [{ code: 'rightsize-launches' }] });
  });

  test('use the types of the policy as long as nothing was found', async () => {
    const world = await sized(INITIAL, { types: [] });
    expect(typesOf(await world.evaluate())).toEqual(['c7g.xlarge', 'm7g.xlarge']);
  });

  test('do not use what was found for another policy', async () => {
    const world = await sized(INITIAL, { of: 'another' });
    expect(typesOf(await world.evaluate())).toEqual(['c7g.xlarge', 'm7g.xlarge']);
  });

  test('do not use what nothing has confirmed for a week', async () => {
    const world = await sized(INITIAL);
    world.pass(7 * DAY);
    expect(typesOf(await world.evaluate())).toEqual(['c7g.xlarge', 'm7g.xlarge']);
  });

  test('go on with the types of the policy if what was found cannot be read', async () => {
    const world = await sized(INITIAL);
    world.table.sizings.calls.fail('read', new Error('throttled'));
    expect(typesOf(await world.evaluate())).toEqual(['c7g.xlarge', 'm7g.xlarge']);
  });
});

test('a group asks for it once a day', async () => {
  const world = await sized(INITIAL);
  const asked = () => world.table.sizings.calls.of('need');
  await world.evaluate();
  await world.evaluate();
  expect(asked()).toBe(1);
  world.pass(DAY);
  await world.evaluate();
  expect(asked()).toBe(2);
});

test.each([[undefined], [{ mode: 'off', maxAllowed: 'c7g.4xlarge' }]])(
  'a group without right-sizing reads and asks for nothing: %j',
  async (rightsize) => {
    const world = await sized(rightsize);
    expect(typesOf(await world.evaluate())).toEqual(['c7g.xlarge', 'm7g.xlarge']);
    expect([world.table.sizings.calls.of('read'), world.table.sizings.calls.of('need')]).toEqual([0, 0]);
  },
);
