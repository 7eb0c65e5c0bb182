import { expect, test } from 'vitest';
import { MemoryTable } from '../fakes/table/memory-table.ts';
import { byRun, onlyInFullRun } from '../full-run.ts';
import { PROTOCOL_MUTATIONS, type ProtocolMutation } from '../protocol/mutations.ts';
import { TableHistory } from './checker/history.ts';
import { Ec2Ledger } from './checker/ledger.ts';
import { MUTATIONS, type Storm, stormOf } from './mutations.ts';
import { run } from './run.ts';
import { launchedAfter, worstDay } from './worst-day.ts';

/** As many as there is time for. `npm run soak` tries all others. */
const SEEDS = 24;
const WALL_CLOCK = byRun({ quick: 10_000, full: 30_000 });

test('whole stages are in order, for as long as there is time', async () => {
  const until = Date.now() + WALL_CLOCK;
  const faults: string[] = [];
  let days = 0;
  for (let seed = 1; seed <= SEEDS && Date.now() < until && faults.length === 0; seed++) {
    const played = await run(seed);
    days += played.days;
    faults.push(...played.faults.map((fault) => `npm run soak -- --seed ${seed} --only: ${fault}`));
  }
  expect(faults).toEqual([]);
  expect(days).toBeGreaterThan(0);
});

/** The first seed that shows each mistake, and the faults that it takes; the explorer finds all of them, too. */
const FOUND: Readonly<Record<ProtocolMutation, readonly [number, Storm]>> = {
  'claim-without-a-condition': [2, 'usual'],
  'revision-not-raised': [1, 'usual'],
  'claim-without-an-end': [1, 'usual'],
  'lease-compared-the-wrong-way': [1, 'usual'],
  'lease-ignored-before-the-act': [6, 'usual'],
  'settle-without-an-owner': [1, 'usual'],
  'claim-of-another-overlooked': [2, 'skewed'],
  'resume-plans-anew': [1, 'usual'],
  'plan-stored-after-the-act': [1, 'usual'],
  'one-token-for-all': [1, 'usual'],
  'another-token-at-each-try': [1, 'usual'],
  'token-expiry-ignored': [4, 'unsettled'],
  'lost-answer-is-a-failure': [14, 'usual'],
};

test.for(PROTOCOL_MUTATIONS)('finds what is wrong with: %s', onlyInFullRun, async (mutation) => {
  const [seed, storm] = FOUND[mutation];
  const configuration = stormOf(seed, storm);
  expect((await run(seed, { configuration })).faults).toEqual([]);
  expect((await run(seed, { configuration, mutate: MUTATIONS[mutation] })).faults).not.toEqual([]);
});

test('a started member that stops and is started again is running', async () => {
  const ledger = new Ec2Ledger(() => 0);
  const started = { launched: [{ id: 'i-1', instanceType: 'c7g.large' }] };
  ledger.took('warm.startMembers', ['app', 'activity'], started);
  ledger.lost('i-1');
  expect(ledger.instances.get('i-1')?.ended).not.toBeNull();
  ledger.took('warm.startMembers', ['app', 'activity'], started);
  expect(ledger.instances.get('i-1')?.ended).toBeNull();
});

test('a start of a member that the SDK repeats returns the member again, while new instances are not visible yet', async () => {
  const played = await run(106, {
    configuration: stormOf(106, 'usual'),
    only: new Set([
      ...['group-0', 'demand 2 of group-0', 'version 2 for group-0', 'loss of group-0 at 840000', 'message-59.1 twice'],
      'evaluate-59.2 warm.startMembers 1',
    ]),
  });
  expect(played.stage.log).toContainEqual(expect.stringMatching('warm.startMembers 1: comes twice'));
  expect(played.faults).toEqual([]);
});

test('the history knows which of two calls at the same time wrote', async () => {
  const table = new MemoryTable();
  const history = new TableHistory(table, () => 0);
  const write = (group: string, waits: number) => async () => {
    for (let waited = 0; waited < waits; waited++) await null;
    table.setState(group, (state) => ({ ...state, revision: 1 }));
  };
  await Promise.all([history.during('claims.begin', write('a', 2)), history.during('claims.settle', write('b', 1))]);
  expect(history.writes.map(({ call, group }) => [call, group])).toEqual([
    ['claims.settle', 'b'],
    ['claims.begin', 'a'],
  ]);
});

test('within ten minutes after EC2 has capacity again, and after the worst day, every group is in order', async () => {
  const played = await worstDay(3);
  const { faults, settledAfter, stage } = played;
  expect(faults).toEqual([]);
  expect(launchedAfter(played)).toBeLessThanOrEqual(10);
  expect(settledAfter).toBeLessThanOrEqual(10);
  // Health checks that fail without a cause end few workers: one in an hour.
  expect(stage.ledger.terminations.length).toBeLessThan(20);
});
