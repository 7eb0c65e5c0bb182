import { expect, test } from 'vitest';
import { preview } from '../../../../../shared/evaluation/preview.ts';
import type { PolicyDocument } from '../../../../../shared/policy/index.ts';
import { NOON } from '../../../../contracts/examples.ts';
import { policyOf, setting } from '../../setting.ts';

const REQUESTS = { namespace: 'Web', name: 'Requests', dimensions: {} };
const documentOf = (perWorker: number): PolicyDocument =>
  policyOf({
    metrics: { demand: { cloudwatch: REQUESTS }, cpu: { cloudwatch: { ...REQUESTS, name: 'Cpu' } } },
    rules: [
      { name: 'kept', kind: 'objective', metric: 'demand', perWorker },
      { name: 'foreseen', kind: 'forecast', metric: 'demand', value: 10, per: 'worker' },
      { kind: 'target', metric: 'cpu', value: 50 },
    ],
  });
const MINUTES = 200;

/** A group with a past; not evaluated yet. */
async function recorded() {
  const world = setting();
  await world.put(documentOf(10));
  for (let ago = MINUTES; ago >= 1; ago -= 1) {
    world.metrics.put(REQUESTS, NOON - ago * 60_000, 120 + 40 * Math.sin(ago / 50));
  }
  const tunedRules = async () => (await preview('ci', world.dependencies))?.tunedRules;
  return { world, tunedRules };
}

test('rules that tune themselves have no tuning before their first evaluation', async () => {
  const { tunedRules } = await recorded();
  const nothing = { tuned: null, foundAt: null, dueAt: null };
  expect(await tunedRules()).toEqual([
    { rule: 'kept', kind: 'objective', ...nothing },
    { rule: 'foreseen', kind: 'forecast', ...nothing },
  ]);
});

test('a tuning has its time and the time of the next one', async () => {
  const { world, tunedRules } = await recorded();
  await world.evaluate();
  world.pass(120);
  const until = NOON + (MINUTES * 60_000) / 20;
  expect(await tunedRules()).toEqual([
    { rule: 'kept', kind: 'objective', tuned: world.state().decision.tuned['kept'], foundAt: NOON, dueAt: until },
    {
      rule: 'foreseen',
      kind: 'forecast',
      tuned: world.state().decision.tuned['foreseen'],
      foundAt: NOON,
      dueAt: until,
    },
  ]);
});

test('a tuning for other settings does not count', async () => {
  const { world, tunedRules } = await recorded();
  await world.evaluate();
  await world.put(documentOf(20));
  expect(await tunedRules()).toMatchObject([{ rule: 'kept', tuned: null, dueAt: null }, { foundAt: NOON }]);
});
