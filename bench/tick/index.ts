import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction } from '../../infra/bundle.ts';
import { table } from '../../shared/presentation/index.ts';
import type { Benchmark, Findings } from '../benchmark.ts';
import { coresText } from '../one-core.ts';
import { ACTIONS } from './least-calls.ts';
import { type Played, play, type Tick } from './play.ts';
import { SITUATIONS, WORKERS_EACH } from './situations.ts';

const SIZES = [10, 100, 1000] as const;

export const tick: Benchmark = {
  name: 'tick',
  about: 'calls, time and dollars of a tick for 10, 100 and 1,000 groups, on a stand-in for AWS',
  async measure(tell) {
    const folder = mkdtempSync(join(tmpdir(), 'headcount-bench-tick-'));
    try {
      bundleFunction('on-schedule', join(folder, 'on-schedule'));
      bundleFunction('evaluate', join(folder, 'evaluate'));
      const bundles = {
        schedule: join(folder, 'on-schedule', 'index.mjs'),
        evaluate: join(folder, 'evaluate', 'index.mjs'),
      };
      const played: Played[] = [];
      for (const situation of SITUATIONS) {
        for (const groups of SIZES) {
          tell(`${groups} ${situation.name} groups …`);
          played.push(await play(situation, groups, bundles));
        }
      }
      return findings(played);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function findings(played: readonly Played[]): Findings {
  const broken = played.flatMap(({ situation, groups, excess }) =>
    excess.map((told) => `${groups} ${situation} groups take the fewest calls (${told})`),
  );
  return {
    figures: { runs: played, workersEach: WORKERS_EACH, cores: coresText },
    text: [
      'Calls of a tick / the fewest that the limits of AWS allow',
      callsTable(played),
      '',
      `Ms of a tick, functions ${coresText}; peak memory of evaluate`,
      timesTable(played),
      '',
      'Dollars a month by list price (us-east-1, without free tiers), every tick like the following ones',
      dollarsTable(played),
      '',
      ...SITUATIONS.map(({ name, about }) => `${name}: ${about}, ${WORKERS_EACH} workers each.`),
      broken.length === 0 ? 'Every tick took the fewest calls.' : 'Some ticks took more calls than needed.',
    ].join('\n'),
    broken,
  };
}

/** A row for the first and one for the following ticks of every run. */
function rows(played: readonly Played[], cells: (tick: Tick) => (string | number)[]): (string | number)[][] {
  return played.flatMap(({ situation, groups, first, following }) => [
    [situation, groups, 'first', first.due, ...cells(first)],
    ['', '', 'following', following.due, ...cells(following)],
  ]);
}

const callsTable = (played: readonly Played[]): string =>
  table(
    ['GROUPS', '', 'TICK', 'DUE', ...ACTIONS],
    rows(played, ({ calls, least }) => ACTIONS.map((action) => `${calls[action] ?? 0} / ${least[action]}`)),
  );

const timesTable = (played: readonly Played[]): string =>
  table(
    ['GROUPS', '', 'TICK', 'DUE', 'on-schedule', 'evaluate', 'of it computing', 'MB'],
    rows(played, ({ scheduleMs, evaluateMs, evaluateCpuMs, peakBytes }) =>
      [scheduleMs, evaluateMs, evaluateCpuMs, peakBytes / 1e6].map(Math.round),
    ),
  );

const dollarsTable = (played: readonly Played[]): string =>
  table(
    ['GROUPS', '', 'GetMetricData', 'alarms', 'logs', 'state writes', 'reads', 'Lambda', 'SQS', 'TOTAL'],
    played.map(({ situation, groups, dollars: { metrics, alarms, logs, writes, reads, lambda, queue, total } }) => [
      situation,
      groups,
      ...[metrics, alarms, logs, writes, reads, lambda, queue, total].map((each) => each.toFixed(2)),
    ]),
  );
