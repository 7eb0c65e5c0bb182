import { describe, expect, it } from 'vitest';
import { reasons } from '../../../shared/decision/reasons.ts';
import { because } from '../../../shared/decision/stages/because.ts';
import { type Reason, rendererOf } from '../../../shared/model/index.ts';

const phrase = rendererOf([reasons]);
const { brief } = phrase;
const UNTIL = '2026-11-21T14:00:00.000Z';

/** Each reason's sentence, as a test of its own. */
function each(cases: readonly (readonly [reason: Reason, said: string])[]): void {
  for (const [reason, said] of cases) it(said, () => expect(phrase(reason)).toBe(said));
}

describe('what was read and asked for', () => {
  each([
    [
      because['counted-by-weight']({ workers: 1, units: 4 }),
      'Capacity is counted in units: 1 worker counts as 4. In rules and limits, a worker means a unit',
    ],
    [
      because['counted-by-weight']({ workers: 2, units: 5 }),
      'Capacity is counted in units: 2 workers count as 5. In rules and limits, a worker means a unit',
    ],
    [
      because['coarse-datapoints']({ metric: 'cpu', period: 60, every: 300 }),
      'cpu has a datapoint every 300 s, not every 60 s: write period: 300',
    ],
    [
      because['scale-in-without-data']({ rules: ['cpu', 'jobs'], proposal: 3 }),
      'No recent data for cpu, jobs: scale-in to 3 blocked',
    ],
    [because['no-rule-has-data']({ rules: ['cpu', 'jobs'] }), 'No rule has data: cpu, jobs'],
    [because['no-rules']({}), 'The policy has no rules'],
    [because['policy-deleted']({}), 'The policy is deleted: the group drains to zero'],
    [because['no-proposal']({}), 'No rule proposes a capacity'],
    [because['spare-beyond-busy']({ beyond: 4, spare: 2, capacity: 6 }), '4 busy and 2 spare: 6'],
    [
      because['spare-beyond-rules']({ beyond: 4, spare: 2, capacity: 6 }),
      '2 spare beyond the 4 that the rules ask for: 6',
    ],
    [
      because['boot-measured']({ seconds: 90, rules: ['cpu'] }),
      '95 % of the latest launches were ready within 90 s: the rule cpu uses that as boot time',
    ],
    [
      because['boot-measured']({ seconds: 90, rules: ['cpu', 'jobs'] }),
      '95 % of the latest launches were ready within 90 s: the rules cpu and jobs use that as boot time',
    ],
  ]);

  it('has a short text after the proposal', () => {
    expect(brief(because['spare-beyond-busy']({ beyond: 4, spare: 2, capacity: 6 }))).toBe('4 busy and 2 spare');
    expect(brief(because['spare-beyond-rules']({ beyond: 4, spare: 2, capacity: 6 }))).toBe('2 spare beyond that');
  });
});

describe('what other regions ask for', () => {
  each([
    [
      because['overflow-requested']({ from: ['eu-west-1'], workers: 1, until: UNTIL }),
      'eu-west-1 asks for 1 worker until 2026-11-21 14:00:00 UTC',
    ],
    [
      because['overflow-requested']({ from: ['eu-west-1', 'us-east-1'], workers: 3, until: UNTIL }),
      'eu-west-1 and us-east-1 ask for 3 workers until 2026-11-21 14:00:00 UTC',
    ],
    [because['overflow-over']({ from: ['eu-west-1'] }), 'eu-west-1 no longer asks for workers'],
    [
      because['overflow-over']({ from: ['eu-west-1', 'us-east-1'] }),
      'eu-west-1 and us-east-1 no longer ask for workers',
    ],
    [because['overflow-asked']({ region: 'eu-west-1', workers: 3, running: null }), 'eu-west-1 is asked for 3 workers'],
    [
      because['overflow-asked']({ region: 'eu-west-1', workers: 3, running: 1 }),
      'eu-west-1 is asked for 3 workers, and has 1 worker',
    ],
  ]);

  it('has a short text', () => {
    const requested = because['overflow-requested']({ from: ['eu-west-1', 'us-east-1'], workers: 3, until: UNTIL });
    expect(brief(requested)).toBe('Overflow of 3 workers from eu-west-1 and us-east-1');
  });
});

describe('what slows the group down', () => {
  const limit = { percent: null, workers: null, every: 60, from: 4, to: 6 };
  each([
    [because['limited-change']({ ...limit, workers: 2 }), 'Limited to 2 workers per 60 s: 4 → 6'],
    [because['limited-change']({ ...limit, percent: 50 }), 'Limited to 50 % per 60 s: 4 → 6'],
    [because['select-disabled']({ direction: 'in' }), 'Scale-in is disabled by behavior.in.select'],
    [
      because['in-cooldown']({ direction: 'out', left: 20, cooldown: 60 }),
      'In the scale-out cooldown: 20 s of 60 s left',
    ],
    [
      because['in-cooldown']({ direction: 'out', left: 20, cooldown: 60, until: UNTIL }),
      'In the scale-out cooldown until 2026-11-21 14:00:00 UTC (20 s of 60 s left)',
    ],
    [
      because['lowest-proposal']({ seconds: 60, capacity: 4, proposal: 3, until: UNTIL, left: 59.2 }),
      'The lowest proposal of the last 60 s is 3; no more than 4 until 2026-11-21 14:00:00 UTC (60 s left)',
    ],
    [
      because['highest-proposal']({ seconds: 60, capacity: 4, proposal: 4, until: UNTIL, left: 150 }),
      'The highest proposal of the last 60 s is 4; no fewer than 4 until 2026-11-21 14:00:00 UTC (3 min left)',
    ],
    [
      because['limited-change']({ ...limit, workers: 2, until: UNTIL, left: 30 }),
      'Limited to 2 workers per 60 s: 4 → 6; no more until 2026-11-21 14:00:00 UTC (30 s left)',
    ],
    [
      because['limited-change']({ ...limit, workers: 1, to: 3, until: UNTIL, left: 30 }),
      'Limited to 1 worker per 60 s: 4 → 3; no fewer until 2026-11-21 14:00:00 UTC (30 s left)',
    ],
    [because['lowest-proposal']({ seconds: 60, capacity: 4 }), 'The lowest proposal of the last 60 s is 4'],
    [because['highest-proposal']({ seconds: 60, capacity: 4 }), 'The highest proposal of the last 60 s is 4'],
    [
      because['no-proposals-yet']({ seconds: 60, current: 4 }),
      'No history of the last 60 s yet, so the current 4 counts as the proposal',
    ],
    [
      because['short-peak']({ boot: 300, needed: 1, capacity: 2 }),
      'Earlier peaks like this ended within 300 s, before new workers would be ready: then 1 worker was enough',
    ],
  ]);

  it('has a short text', () => {
    expect(
      [
        because['limited-change']({ ...limit, workers: 2 }),
        because['limited-change']({ ...limit, percent: 50 }),
        because['lowest-proposal']({ seconds: 60, capacity: 4 }),
        because['highest-proposal']({ seconds: 60, capacity: 4 }),
        because['no-proposals-yet']({ seconds: 60, current: 4 }),
      ].map((reason) => brief(reason)),
    ).toEqual([
      'Limited to 2 workers per 60 s',
      'Limited to 50 % per 60 s',
      'Stabilization: the lowest proposal of the last 60 s is 4',
      'Stabilization: the highest proposal of the last 60 s is 4',
      'Stabilization: no history of the last 60 s yet, so the current 4 counts as the proposal',
    ]);
  });
});

describe('what limits the group', () => {
  const month = { hourlyUsd: 2, price: 0.5, monthlyUsd: 1000, spentUsd: 400, hoursLeft: 299.7 };
  each([
    [because.maximum({ max: 9, scheduled: false }), 'At the maximum, 9'],
    [because.maximum({ max: 9, scheduled: true }), 'At the maximum, 9 (open window)'],
    [because.minimum({ min: 2, scheduled: false }), 'At the minimum, 2'],
    [because.minimum({ min: 2, scheduled: true }), 'At the minimum, 2 (open window)'],
    [because['guard-floor']({ floor: 2 }), 'At the floor, 2'],
    [because['guard-cap']({ max: 9 }), 'At the cap, 9 (open window of guards.cap)'],
    [
      because['guard-cap']({ max: 9, until: UNTIL }),
      'At the cap, 9, until 2026-11-21 14:00:00 UTC (open window of guards.cap)',
    ],
    [
      because.maximum({ max: 9, scheduled: true, rule: 'hours', until: UNTIL }),
      'At the maximum, 9, until 2026-11-21 14:00:00 UTC (open window of hours)',
    ],
    [because['maintenance-window']({ until: UNTIL }), 'Maintenance window open until 2026-11-21 14:00:00 UTC'],
    [because['protected-workers']({ workers: 1 }), '1 worker is protected or busy'],
    [because['protected-workers']({ workers: 2 }), '2 workers are protected or busy'],
    [
      because['base-kept']({ workers: 1, base: 1 }),
      '1 worker is protected or busy, and 1 is kept as the base of the group',
    ],
    [because['base-kept']({ workers: 0, base: 2 }), '2 workers are kept as the base of the group'],
    [because['budget-unchecked']({}), 'Budget not checked: no worker has a known price'],
    [
      because['budget-price-unknown']({ types: ['m7i.large', 'm7i.xlarge'] }),
      "The price of m7i.large, m7i.xlarge isn't known yet, and the group or its cluster has a budget. If it stays unknown, write provider.prices",
    ],
    [
      because['budget-price-unknown']({ types: [] }),
      "What a worker costs isn't known before the first one runs, and the group or its cluster has a budget. Write provider.prices, or a capacity.min of 1",
    ],
    [
      because['budget-limit']({ hourlyUsd: 2, workers: 1, price: 0.5 }),
      'The budget of $2 per hour pays for 1 worker at $0.5 each',
    ],
    [
      because['budget-limit']({ hourlyUsd: 2, workers: 1, price: 0.5, inUnits: true }),
      'The budget of $2 per hour pays for 1 unit of capacity at $0.5 each',
    ],
    [
      because['budget-month-limit']({ ...month, workers: 4 }),
      "$400 of the month's $1000 is spent. For the remaining 300 hours, that leaves $2 per hour, which pays for 4 workers at $0.5 each",
    ],
    [because['not-granted']({ asked: 3, granted: 1 }), 'Only 1 of 3 workers can be launched or removed now'],
  ]);
});

describe('what a cluster decides for a group', () => {
  each([
    [
      because['tier-gives-back']({ groups: ['web'], givenBack: 1, desired: null, capacity: 4 }),
      'web scales in by 1 worker in this pass, so this group does not scale out yet',
    ],
    [
      because['tier-gives-back']({ groups: ['web', 'api'], givenBack: 2, desired: null, capacity: 4 }),
      'web, api scale in by 2 workers in this pass, so this group does not scale out yet',
    ],
    [
      because['tier-gives-back']({ groups: ['web'], givenBack: 1, desired: 4, capacity: 4 }),
      'web scales in by 1 worker in this pass and then needs 4 workers of this group',
    ],
    [
      because['tier-gives-back']({ groups: ['web', 'api'], givenBack: 2, desired: 4, capacity: 4 }),
      'web, api scale in by 2 workers in this pass and then need 4 workers of this group',
    ],
    [
      because['runs-tiers']({ groups: ['web'], workers: 1, running: 1 }),
      '1 worker of web runs on 1 worker of this group',
    ],
    [
      because['runs-tiers']({ groups: ['api', 'web'], workers: 2, running: 3 }),
      '3 workers of api, web run on 2 workers of this group',
    ],
    [
      because['cluster-budget-limit']({ hourlyUsd: 2, workers: 4, price: 0.5, ofCluster: 5 }),
      "This group may use $2 of the cluster's budget of $5 per hour, which pays for 4 workers at $0.5 each",
    ],
    [
      because['cluster-budget-unknown']({ ofCluster: 5, groups: ['web'] }),
      "It isn't known what web costs, and the cluster has a budget of $5 per hour. See its evaluations",
    ],
    [
      because['cluster-budget-unknown']({ ofCluster: 5, groups: ['web', 'api'] }),
      "It isn't known what web, api cost, and the cluster has a budget of $5 per hour. See their evaluations",
    ],
  ]);
});

describe('what an operator does by hand', () => {
  const scale = { workers: 6, by: 'ann', until: UNTIL };
  const pause = { by: 'ann', because: null };
  each([
    [
      because['size-set-by-hand']({ ...scale, because: null, group: 'web' }),
      'Size set to 6 by ann until 2026-11-21 14:00:00 UTC. To end this earlier, run "npx headcount scale web --end"',
    ],
    [
      because['size-set-by-hand']({ ...scale, because: 'a test. Of 6.' }),
      'Size set to 6 by ann until 2026-11-21 14:00:00 UTC: a test. Of 6. To end this earlier, run "npx headcount scale GROUP --end"',
    ],
    [
      because['paused-by-hand']({ ...pause, direction: null, until: null, group: 'web' }),
      'Paused by ann until you resume it. To resume it, run "npx headcount resume web"',
    ],
    [
      because['paused-by-hand']({ ...pause, direction: 'in', until: UNTIL, because: 'a test' }),
      'Scale-in paused by ann until 2026-11-21 14:00:00 UTC: a test. To resume it earlier, run "npx headcount resume GROUP"',
    ],
    [
      because['group-paused']({ direction: null }),
      'Paused by the policy (paused: true). To resume it, apply the policy with paused: false',
    ],
    [
      because['group-paused']({ direction: 'out' }),
      'Scale-out paused by the policy (paused: out). To resume it, apply the policy with paused: false',
    ],
  ]);
});
