import { describe, expect, test } from 'vitest';
import { preview } from '../../../../shared/evaluation/index.ts';
import { candidatesIn, recommendations } from '../../../../shared/operations/index.ts';
import {
  candidatesDocument,
  candidatesText,
  phrase,
  recommendationsTable,
  recommendedDocument,
  recommendedText,
} from '../../../../shared/presentation/index.ts';
import { expectDocumented } from '../../../cli/documented.ts';
import { policyOf, type Setting, settled } from '../../evaluation/setting.ts';

const DRAINED = policyOf({ capacity: { min: 1, max: 9 }, behavior: { in: { drain: 120 } } });

/** As JSON, it has the published schema. */
const printed = (command: string, document: object) =>
  expectDocumented([command], JSON.parse(JSON.stringify(document)));

async function found(world: Setting, count?: number) {
  const present = await preview('ci', world.dependencies);
  const candidates = present && candidatesIn(present, count);
  if (!candidates) throw new Error('ci has no candidates');
  return candidates;
}

describe('the candidates of a group', () => {
  async function mixed() {
    const world = await settled(6, DRAINED);
    const [busy = '', owned = '', ill = '', idle = ''] = world.alive();
    world.fleet.setBusy(busy);
    world.fleet.setBusy(idle, false);
    world.fleet.setProtected(owned);
    world.statusChecks.impair(ill);
    return { world, busy, owned, ill, idle };
  }

  test('come in the order of a scale-in, with the reason of each, and so do those that stay', async () => {
    const { world, busy, owned, ill, idle } = await mixed();
    const { candidates, kept, dispensable } = await found(world);
    expect(candidates.slice(0, 2).map(({ worker, reason }) => [worker.id, phrase(reason)])).toEqual([
      [ill, 'unhealthy; zones stay even, the oldest first'],
      [idle, 'idle; zones stay even, the oldest first'],
    ]);
    expect(candidates).toHaveLength(4);
    expect(kept.map(({ worker, reason }) => [worker.id, phrase(reason)])).toEqual([
      [busy, 'it is busy'],
      [owned, 'it is protected'],
    ]);
    expect(dispensable).toBe(5);
    expect(candidatesText(await found(world))).toMatch(/\n\nThe group has 5 workers more than its minimum\.$/);
  });

  test('of a number are those that a scale-in of that many really takes', async () => {
    const { world } = await mixed();
    const { candidates, kept } = await found(world, 3);
    expect(kept).toHaveLength(2);
    // The busy worker is needed beside those that the queue asks for.
    world.queues.set('jobs', { waiting: 20 });
    const { decision } = await world.evaluate();
    expect(decision?.retire).toEqual(candidates.map(({ worker }) => worker.id));
  });

  test('include none that drains, and a table shows all', async () => {
    const world = await settled(3, DRAINED);
    world.queues.set('jobs', { waiting: 20 });
    await world.evaluate();
    const all = await found(world);
    expect(all.kept.map(({ reason }) => phrase(reason))).toEqual(['it already drains']);
    printed('candidates', candidatesDocument('ci', all));
    expect(candidatesText(all)).toMatch(
      /ORDER +WORKER[\s\S]*STAYS[\s\S]*The group has 1 worker more than its minimum\./,
    );
  });
});

describe('recommendations', () => {
  test('of one group show each rule and what the policy would do', async () => {
    const two = { kind: 'backlog' as const, name: 'half', metric: 'jobs', perWorker: 20 };
    const world = await settled(
      2,
      policyOf({ capacity: { min: 0, max: 3 }, rules: [{ ...two, name: 'jobs', perWorker: 10 }, two] }),
    );
    world.queues.set('jobs', { waiting: 60 });
    const [one] = await recommendations('ci', { records: world.table.records, evaluation: world.dependencies });
    if (!one?.present || one.present instanceof Error || !one.present.decided) throw new Error('nothing is decided');
    expect(recommendedDocument(one)).toMatchObject({
      group: 'ci',
      rules: [
        { rule: 'jobs', proposed: 6, change: 4 },
        { rule: 'half', proposed: 3, change: 1 },
      ],
      decision: { current: 2, desired: 3, blockedBy: 'at-max' },
    });
    const text = recommendedText(one.present.decided.decision);
    expect(text).toMatch(/jobs +6 +\+4/);
    expect(text).toContain('3, held back by at-max');
  });

  test('of all groups are read together, and one that fails is a line', async () => {
    const world = await settled(2);
    await world.put({ ...policyOf(), group: 'web' });
    world.table.of('bad').document = { group: 'bad' };
    world.table.calls.clear();
    const all = await recommendations(undefined, { records: world.table.records, evaluation: world.dependencies });
    expect(all.map(({ group }) => group)).toEqual(['bad', 'ci', 'web']);
    expect(world.table.calls.of('states.read')).toBe(1);
    printed('recommend', all.map(recommendedDocument));
    expect(recommendationsTable(all)).toMatch(/bad[^\n]+No policy is in force\nci +2 +2 +2/);
  });
});
