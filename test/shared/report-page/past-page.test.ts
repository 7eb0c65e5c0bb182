import { beforeAll, describe, expect, test } from 'vitest';
import { type PastReport, pastReport } from '../../../shared/operations/index.ts';
import { readyFacts } from '../../../shared/presentation/status/ready-text.ts';
import { type PageData, pastPageOf } from '../../../shared/report-page/index.ts';
import type { GroupState } from '../../../shared/state/index.ts';
import { policyOf, setting } from '../evaluation/setting.ts';

const HOUR = 3_600_000;
const dataIn = (page: string): PageData =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/.exec(page)?.[1] ?? '');

describe('the page of what happened', () => {
  let [one, all]: (PastReport | undefined)[] = [];
  let state: GroupState | undefined;
  beforeAll(async () => {
    const groups = setting();
    const names = ['ci', 'web'];
    for (const group of names) await groups.put(policyOf({ group, warmup: 120 }));
    for (let minute = 0; minute < 120; minute++) {
      groups.queues.set('jobs', { waiting: minute < 60 ? 20 : 40 });
      // Nothing is known of half an hour.
      if (minute < 20 || minute >= 50) await groups.many(names);
      groups.pass(60);
    }
    const span = { from: groups.clock() - 24 * HOUR, to: groups.clock() };
    const { evaluations: recorded, activities, states } = groups.table;
    const use = { evaluations: recorded, activities, states };
    const renewing = { code: 'rollout-waits-busy', params: { workers: ['i-1'], more: 0 } };
    const start = groups.clock() - 120 * 60_000;
    const within = (at: number) => at >= start + 55 * 60_000 && at <= start + 70 * 60_000;
    const evaluations = {
      between: async (...of: Parameters<typeof use.evaluations.between>) =>
        (await use.evaluations.between(...of)).map((record) =>
          within(record.at) ? { ...record, notes: [...record.notes, renewing] } : record,
        ),
    };
    state = (await states.read(['ci'])).get('ci');
    one = await pastReport(['ci'], span, { ...use, evaluations });
    all = await pastReport(names, span, use);
  });
  const pageOf = (report: PastReport | undefined) => pastPageOf(report as PastReport, { stage: 'production' });

  test('shows workers and metrics minute by minute, from the first record to the last, and gaps where nothing is known', () => {
    const { plays, panels, steps, start } = dataIn(pageOf(one));
    expect([steps, new Date(start).toISOString()]).toEqual([120, '2026-11-21T12:00:00.000Z']);
    const [play] = plays;
    expect([0, 4, 40, 60, 119].map((minute) => play?.ready[minute])).toEqual([0, 2, null, 2, 4]);
    expect([0, 40, 60].map((minute) => play?.desired?.[minute])).toEqual([2, null, 4]);
    expect(panels[0]).toMatchObject({ title: 'jobs' });
    expect([0, 40, 119].map((minute) => panels[0]?.lines[0]?.column[minute])).toEqual([20, null, 40]);
    expect(panels[1]?.lines.map(({ label }) => label)).toEqual(['unhealthy', 'draining', 'starting']);
  });

  test('marks when workers were renewed', () => {
    const [group] = (one as PastReport).groups;
    const minute = (of: number) => Date.UTC(2026, 10, 21, 12, of);
    expect(group?.renewals).toEqual([{ from: minute(55), until: minute(70) }]);
    expect(dataIn(pageOf(one)).spans).toEqual([{ from: minute(55), until: minute(70), label: 'rollout' }]);
    expect(dataIn(pageOf(all)).spans).toEqual([]);
  });

  test('has every decision that changed the group, with its trace', () => {
    const { plays, texts } = dataIn(pageOf(one));
    const changes = plays[0]?.decisions.filter(({ from, to }) => from !== to);
    expect(changes?.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(changes?.[1]?.trace.map(([stage]) => texts[stage])).toEqual(['rule:jobs', 'combine']);
  });

  test('lists activities with the answers and the time until the workers were ready', () => {
    const page = pageOf(one);
    expect(page).toMatch(
      /<td>2 → 4<\/td><td>done<\/td><td class="text">[^<]*\nlaunched 2 of 2: <span class="id">i-\w+<\/span> \(c7g/,
    );
    expect(page).toContain('<td data-head="all ready after">2 min</td>');
    expect(one?.groups[0]?.totals).toMatchObject({
      evaluations: 90,
      failed: 0,
      launched: 4,
      terminated: 0,
      unfinished: 0,
    });
  });

  test('calls no activity done that drains or launches', () => {
    const [group] = (one as PastReport).groups as [PastReport['groups'][number]];
    const withStatus = (...statuses: ('draining' | 'claimed' | 'failed')[]) => {
      const activities = group.activities.map((listed, index) => {
        const status = statuses[index] ?? listed.activity.status;
        return { ...listed, activity: { ...listed.activity, status } };
      });
      const totals = { ...group.totals, unfinished: statuses.filter((status) => status === 'failed').length };
      const page = pageOf({ ...(one as PastReport), groups: [{ ...group, activities, totals }] });
      return /<dt>Activities<\/dt><dd>2<small>(.*?)<\/small>/.exec(page)?.[1];
    };
    expect(withStatus()).toBe('all of them done');
    expect(withStatus('draining')).toBe('1 in progress');
    expect(withStatus('draining', 'claimed')).toBe('2 in progress');
    expect(withStatus('failed', 'draining')).toBe('1 failed or in part, 1 in progress');
  });

  test('has the launch-to-ready time of status', () => {
    const [, shown] =
      /half of the latest launches within (\S+ \S+),/.exec(String(readyFacts(state as GroupState)[0])) ?? [];
    expect(shown).toMatch(/\d/);
    expect(pageOf(one)).toContain(
      `<dt>Launch to ready</dt><dd>${shown}<small>half of the latest launches; 95 % within`,
    );
  });

  test('has a line for each of several groups, and a table of all', () => {
    const page = pageOf(all);
    expect(
      dataIn(page)
        .plays.map(({ name }) => name)
        .sort(),
    ).toEqual(['ci', 'web']);
    expect(page).toContain('<h2 id="groups">Groups</h2>');
    expect(page).toContain('<title>2 groups: what happened</title>');
  });

  test('is a page also if nothing is recorded', () => {
    const page = pageOf({
      from: 0,
      to: 24 * HOUR,
      groups: [
        {
          ...(one?.groups[0] as PastReport['groups'][number]),
          records: [],
          activities: [],
          incidents: [],
          totals: { evaluations: 0, failed: 0, workerHours: 0, launched: 0, terminated: 0, unfinished: 0 },
        },
      ],
    });
    expect(page).toContain('No evaluation is recorded in this time.');
  });

  test('lists incidents without their markup having an effect', () => {
    const [group] = one?.groups ?? [];
    const reason = { code: 'source-unavailable', params: { metric: 'jobs', source: 'sqs', error: '<b>' } };
    const { from = 0, to = 0 } = one ?? {};
    const incident = { from: to - 2 * HOUR, until: to - HOUR, times: 3, reason };
    const page = pageOf({ from, to, groups: group ? [{ ...group, incidents: [incident] }] : [] });
    expect(page).toContain('3 times until 2026-11-21 13:00:00');
    expect(page).toContain('cannot be read from sqs: &lt;b&gt;');
  });
});
