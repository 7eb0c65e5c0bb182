import { expect, test } from 'vitest';
import { reasonOf } from '../../../shared/evaluation/index.ts';
import { examine, explained, groupDetails, groupOverviews, stageStatus } from '../../../shared/operations/index.ts';
import { activityReport, groupStatus, groupsTable, phrase } from '../../../shared/presentation/index.ts';
import { policyOf, setting } from '../evaluation/setting.ts';

/** A group whose last evaluation could not launch, in a way that may pass. */
async function failing() {
  const world = setting();
  await world.put(policyOf({ group: 'web', capacity: { min: 1, max: 9 } }));
  world.fleet.calls.fail('launch', new Error('connection reset'));
  expect(await world.many(['web'])).toMatchObject([{ result: 'failed' }]);
  const { records, evaluations } = world.table;
  return { world, use: { records, evaluations, evaluation: world.dependencies } };
}
const failure = { code: 'evaluation-failed', params: { error: 'connection reset' } };

test('status and explain say why the last evaluation failed, even if nothing fails for you', async () => {
  const { use } = await failing();
  expect((await groupDetails('web', use))?.notes).toMatchObject([failure]);
  expect((await stageStatus(use))[0]?.notes).toMatchObject([failure]);
  expect((await groupOverviews(['web'], use))[0]?.notes).toMatchObject([failure]);
  expect((await explained('web', use))?.notes).toMatchObject([failure]);
  expect(await explained('nobody', use)).toBeNull();
});

test('without workers, a group whose policy cannot be read here may have some of a kind that is unknown here', async () => {
  const { use } = await failing();
  const document = { group: 'web', capacity: { min: 1, max: 9 }, provider: { kind: 'rack' } };
  const policies = { read: async () => new Map([['web', { document, completed: null }]]) };
  const elsewhere = { ...use, evaluation: { ...use.evaluation, policies } } as typeof use;
  const unknown = { workers: null, undescribed: { code: 'policy-unusable' } };
  expect(await groupDetails('web', elsewhere)).toMatchObject(unknown);
  expect(await stageStatus(elsewhere)).toMatchObject([unknown]);
  expect(await groupOverviews(['web'], elsewhere)).toMatchObject([unknown]);
  const details = await groupDetails('web', elsewhere);
  const text = details?.undescribed && phrase(details.undescribed);
  expect(text).toMatch(/provider\.kind must be ec2, [^;]*, not rack\. A command needs the extension in --extensions/);
});

test('status prints the last failure until an evaluation succeeds', async () => {
  const { world, use } = await failing();
  const printed = async () => {
    const details = await groupDetails('web', use);
    if (!details) throw new Error('there is no group web');
    const { state, notes, at } = details;
    const facts = groupStatus(state, { seen: null, tunedRules: [], unavailable: {}, notes }, undefined, at);
    const rows = (await stageStatus(use)).map((each) => ({ ...each, live: 0, draining: 0 }));
    return `${facts}\n${groupsTable(rows, at)}`;
  };
  expect(await printed()).toMatch(/^last failure +Failed: connection reset\.?$/m);
  expect(await printed()).toContain('the last evaluation failed');
  world.pass(900);
  expect(await world.many(['web'])).toMatchObject([{ result: 'held' }]);
  expect(await printed()).not.toContain('failed');
});

test('a launch whose outcome is not known is not shown as done, or as a launch of nothing', async () => {
  const { use } = await failing();
  const details = await groupDetails('web', use);
  if (!details?.lastActivity) throw new Error('there is no activity');
  const { lastActivity } = details;
  expect(phrase(reasonOf(lastActivity))).toMatch(/ Launching 1; the outcome is not known yet$/);
  const { intent } = lastActivity;
  const weighted = { ...lastActivity, intent: { ...intent, inUnits: true } } as typeof lastActivity;
  expect(phrase(reasonOf(weighted))).toMatch(/ Launching capacity 1; the outcome is not known yet$/);
  expect(activityReport(lastActivity)).toMatch(/^ +not confirmed: requested 1 on-demand .*\n +not settled yet/m);
});

test('a group whose evaluations keep failing needs attention', async () => {
  const { world } = await failing();
  const found = async () => (await examine(world.table.records, world.dependencies)).map(({ kind }) => kind);
  expect(await found()).not.toContain('evaluations-fail');
  for (let n = 0; n < 2; n++) {
    world.pass(900);
    world.fleet.calls.fail('launch', new Error('connection reset'));
    await world.many(['web']);
  }
  expect((await world.state('web'))?.failures).toBe(3);
  expect(await found()).toContain('evaluations-fail');
});
