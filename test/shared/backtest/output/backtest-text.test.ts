import { describe, expect, test } from 'vitest';
import { differences } from '../../../../shared/backtest/output/sentences.ts';
import { askedIn, spanOf } from '../../../../shared/backtest/recordings/span.ts';
import type { Row } from '../../../../shared/comparison/result.ts';
import { parseScenario, type Scenario } from '../../../../shared/simulation/index.ts';

function scenarioOf(document: object): Scenario {
  const parsed = parseScenario(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}
const web = scenarioOf({ kind: 'interactive', workerRate: 1 });
const priced = scenarioOf({ kind: 'interactive', workerRate: 1, hourlyUsd: 0.1 });
const jobs = scenarioOf({ kind: 'queue', taskSeconds: 30, startWithin: 60 });

const row = (name: string, workerHours: number, latePercent: number, actions: number, { hourlyUsd } = web): Row => ({
  ...{ name, workerHours, latePercent, actions, launches: 0, usd: workerHours * hourlyUsd },
  ...{ optimumWorkerHours: 500, costRatio: workerHours / 500, p95WaitSeconds: 0, underPercent: 0, overPercent: 0 },
});
const recorded = { workerHours: 1000, actions: 9, launches: 9, usd: 0 };
const BEST = /^With perfect foresight: 500\.0 worker-hours; /;

describe('the difference in sentences', () => {
  test.each<[string, Scenario, Row[], typeof recorded | null, (string | RegExp)[]]>([
    [
      'of a new policy from the one of today: a month has 730 hours',
      priced,
      [row('today', 1100, 1.1, 50, priced), row('new', 968, 0.4, 30, priced)],
      recorded,
      [
        // 13.20 dollars in 365 hours.
        'The new policy would have needed 12 % fewer worker-hours, $26 a month less, and lost 0.40 % instead of 1.10 %, with 30 actions instead of 50.',
        /^In the replay, today's policy needs 10 % more worker-hours than were recorded\. /,
        BEST,
      ],
    ],
    [
      'of more hours for less loss',
      web,
      [row('today', 1000, 1, 50), row('new', 1004, 0, 50)],
      null,
      [
        'The new policy would have needed 0.4 % more worker-hours, and lost 0.00 % instead of 1.00 %, with 50 actions instead of 50.',
        /today's 2\.00 times that, the new policy 2\.01 times that\.$/,
      ],
    ],
    [
      'of a queue, where tasks are late',
      jobs,
      [row('today', 1000, 1, 5), row('new', 1000, 1, 6)],
      null,
      [
        / needed as many worker-hours, and had the same 1\.00 % of the tasks late, with 6 actions instead of 5\.$/,
        BEST,
      ],
    ],
    [
      'of a new policy alone from what was recorded',
      web,
      [row('new', 1000, 0, 50)],
      recorded,
      ['The new policy would have needed as many worker-hours as were recorded, and lost 0.00 %.', BEST],
    ],
    ['of a policy alone from the optimum', web, [row('today', 750, 0, 50)], null, [/; today's 1\.50 times that\.$/]],
  ])('%s', (_, scenario, rows, reality, told) => {
    expect(differences({ scenario, rows, recorded: reality, hours: 365, usdPerHour: scenario.hourlyUsd })).toEqual(
      told.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
});

describe('the requested time range', () => {
  const now = Date.UTC(2026, 10, 22, 7, 31, 20);
  const DAY = 86_400_000;
  test.each<[number, number]>([
    [0.5, 60],
    [14, 60],
    [15, 60],
    [16, 300],
    [63, 300],
  ])('of %d days has periods of %d s', (days, period) => {
    const { from, to, period: found } = spanOf(days, now);
    expect(found).toBe(period);
    expect([from % (period * 1000), to % (period * 1000)]).toEqual([0, 0]);
    expect(now - to).toBeGreaterThanOrEqual(180_000);
    expect(now - from).toBeLessThan((period === 60 ? 15 : 63) * DAY);
    expect(to - from).toBeGreaterThanOrEqual(days * DAY - 600_000);
    expect(to - from).toBeLessThanOrEqual(days * DAY);
  });

  test.each<[number, number, number]>([
    [14, 10, 60],
    [14, 60, 60],
    [14, 300, 300],
    [30, 60, 300],
    [30, 420, 600],
  ])('of %d days and a period of %d s, a metric comes every %d s', (days, period, asked) => {
    const source = { namespace: 'Shop', name: 'x', statistic: 'p95', period, dimensions: {} };
    const wanted = askedIn({ name: 'x', signal: 'utilization', statistic: 'Average', source }, spanOf(days, now));
    expect(wanted.source).toEqual({ ...source, period: asked, statistic: 'Average' });
  });
});
