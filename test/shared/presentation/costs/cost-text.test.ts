import { describe, expect, it } from 'vitest';
import { stage } from '../../../../shared/documents/index.ts';
import { groupCosts } from '../../../../shared/operations/index.ts';
import { costDocument, costsText, costText, dollarsText } from '../../../../shared/presentation/index.ts';
import { emptyState, StatesRead } from '../../../../shared/state/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { MemoryCosts } from '../../../fakes/table/memory-costs.ts';

const HOUR = 3_600_000;
const hour = (n: number, usd: number, savedUsd = 0) => ({
  ...{ at: NOON + n * HOUR, usd, savedUsd, seconds: 7200, spotSeconds: savedUsd > 0 ? 3600 : 0 },
});

/** Two groups: one with stored hours, one that began in this hour. */
async function known() {
  const costs = new MemoryCosts();
  await costs.store('web', [hour(-40, 9), hour(-13, 0.5, 0.2), hour(-2, 0.25)]);
  const running = { x: { count: 2, usd: 0.05, onDemandUsd: 0.2, isSpot: true } };
  const states = {
    web: { at: NOON + 1, running, hour: hour(0, 0.125), closed: [hour(-1, 0.25)], monthUsd: 12.345 },
    batch: { at: NOON + 1, running: {}, hour: hour(0, 0.0004), closed: [], monthUsd: 0.0004 },
  };
  const use = {
    costs,
    states: {
      read: async () =>
        new StatesRead(Object.entries(states).map(([group, spending]) => [group, { ...emptyState(group), spending }])),
    },
  };
  const span = { from: NOON - 24 * HOUR, to: NOON + HOUR };
  return { span, groups: await groupCosts(['batch', 'web', 'new'], span, use) };
}

describe('what groups have cost', () => {
  it('is a line for each group, with hours that are not stored yet, and a sum', async () => {
    const { groups } = await known();
    expect(costsText(groups)).toBe(
      [
        'GROUP       COST     SPOT SAVED  WORKER HOURS  $/WORKER HOUR  NOW PER HOUR  THIS MONTH',
        'batch       $0.0004  –           2.0           $0.0002        $0.00         $0.0004',
        'web         $1.13    $0.20       8.0           $0.14          $0.10         $12.35',
        'new         $0.00    –           0.0           –              –             –',
        'all groups  $1.13    $0.20       10.0          $0.11          $0.10         $12.35',
      ].join('\n'),
    );
  });

  it('is a line for each day of one group, in UTC', async () => {
    const { groups } = await known();
    expect(groups[1] && costText(groups[1])).toBe(
      [
        'DAY (UTC)   COST   SPOT SAVED  WORKER HOURS  $/WORKER HOUR',
        '2026-11-20  $0.50  $0.20       2.0           $0.25',
        '2026-11-21  $0.63  –           6.0           $0.10',
        'total       $1.13  $0.20       8.0           $0.14',
        '',
        'Now: $0.10 per hour, $12.35 this month; spot saves $0.30 per hour.',
      ].join('\n'),
    );
  });

  it('has a published JSON form', async () => {
    const { groups, span } = await known();
    const document = JSON.parse(JSON.stringify(costDocument(groups, span, true)));
    expect(stage.costs.parse(document)).toEqual(document);
    expect(document).toMatchObject({ from: '2026-11-20T12:00:00.000Z', usd: expect.closeTo(1.1254) });
    expect(document.groups[1]).toMatchObject({
      ...{ group: 'web', usd: 1.125, savedUsd: 0.2, workerHours: 8, spotHours: 1, hourlyUsd: 0.1, monthUsd: 12.345 },
      days: [{ day: '2026-11-20' }, { day: '2026-11-21', usd: expect.closeTo(0.625) }],
    });
    expect(document.groups[1].hours).toHaveLength(4);
    expect(document.groups[2]).toMatchObject({ hourlyUsd: null, monthUsd: null, days: [] });
  });

  it.each([
    [0, '$0.00'],
    [0.0012345, '$0.0012'],
    [1234.5, '$1234.50'],
  ])('%d dollars are %s', (usd, text) => {
    expect(dollarsText(usd)).toBe(text);
  });
});
