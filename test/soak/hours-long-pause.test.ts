import { expect, test } from 'vitest';
import type { PolicyDocument } from '../../shared/policy/index.ts';
import { byRun } from '../full-run.ts';
import type { Configuration } from './configuration/configuration.ts';
import { MUTATIONS } from './mutations.ts';
import { run } from './run.ts';

const MINUTE = 60_000;

const policy: PolicyDocument = {
  group: 'app',
  provider: {
    kind: 'ec2',
    launchTemplate: { name: 'app-runner' },
    instanceTypes: ['c7g.large'],
    subnets: ['subnet-a', 'subnet-b'],
  },
  capacity: { min: 2, max: 12 },
  metrics: { jobs: { sqs: { queue: 'app', count: 'all' } } },
  rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }],
  behavior: {
    out: { cooldown: 0, stabilization: 0, limits: [] },
    in: { cooldown: 0, stabilization: 0, limits: [], drain: 60 },
  },
};

/** Nothing fails: there is only the pause. Demand rises at 30 minutes, falls at 60, and rises again while the process is paused. */
const withPause = (from: number, call: string, when: 'before' | 'after', minutes: number): Configuration => ({
  groups: [
    {
      group: 'app',
      policies: [{ at: 0, document: policy }],
      demand: [
        { at: 0, workers: 3 },
        { at: 30 * MINUTE, workers: 8 },
        { at: 60 * MINUTE, workers: 2 },
        { at: 75 * MINUTE, workers: 10 },
      ],
      isPushed: false,
      versions: [],
    },
  ],
  ...{ faultsUntil: 90 * MINUTE, rate: 0, outages: [], losses: 0, shortages: [] },
  pauses: [{ from: from * MINUTE, call, when, lasts: minutes * MINUTE }],
  ...{ pendingFor: 0, invisibleFor: 0, mostSkew: 0 },
});

/** Beyond a lease, beyond a client token of EC2, and hours. */
const LENGTHS = byRun({ quick: [70], full: [10, 70, 300] });
const OUT = ['workers.list', 'sources.read', 'claims.begin', 'resizer.launch', 'claims.settle'];
const IN = ['workers.list', 'sources.read', 'claims.begin', 'resizer.markDraining', 'claims.settle'];

const CASES = [
  ...OUT.map((call) => ({ what: 'scales out', from: 30, call })),
  ...IN.map((call) => ({ what: 'scales in', from: 60, call })),
  { what: 'ends a drain', from: 60, call: 'resizer.terminate' },
].flatMap((each) => (['before', 'after'] as const).map((when) => ({ ...each, when })));

test.for(CASES)('an evaluation that $what may be paused for hours $when $call', async ({ from, call, when }) => {
  for (const minutes of LENGTHS) {
    const { faults, stage } = await run(1, { configuration: withPause(from, call, when, minutes) });
    expect(faults).toEqual([]);
    expect(stage.log.filter((line) => / goes on$/.test(line))).toHaveLength(1);
    const { instances, terminations } = stage.ledger;
    // As without a pause: 3 workers, then 8, 2 and 10. If what was to be launched or drained is seen late, less is done.
    expect(instances.size).toBeLessThanOrEqual(3 + 5 + 8);
    expect(terminations.length).toBeLessThanOrEqual(6);
    expect([...instances.values()].filter(({ ended }) => ended === null)).toHaveLength(10);
  }
});

test('an evaluation that ignores the end of its lease launches twice after hours', async () => {
  const configuration = withPause(30, 'claims.begin', 'after', 300);
  const { faults } = await run(1, { configuration, mutate: MUTATIONS['lease-ignored-before-the-act'] });
  expect(faults).toContainEqual(expect.stringMatching(/launched 10 where 5 were claimed/));
});
