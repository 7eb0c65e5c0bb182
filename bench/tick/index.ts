import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction } from '../../infra/bundle.ts';
import { table } from '../../shared/presentation/index.ts';
import type { Benchmark, Findings } from '../benchmark.ts';
import { coresText } from '../one-core.ts';
import { GROUP_KINDS, WORKERS_PER_GROUP } from './group-kinds.ts';
import { ACTIONS } from './least-calls.ts';
import { type Played, play, type Tick } from './play.ts';
import { brokenRequirements } from './requirements.ts';

const SIZES = [10, 100, 1000, 10_000] as const;

export const tick: Benchmark = {
  name: 'tick',
  about: 'calls, time and cost of a tick for 10 to 10,000 groups, on a stand-in for AWS',
  async measure(report) {
    const folder = mkdtempSync(join(tmpdir(), 'headcount-bench-tick-'));
    try {
      bundleFunction('on-schedule', join(folder, 'on-schedule'));
      bundleFunction('evaluate', join(folder, 'evaluate'));
      const bundles = {
        schedule: join(folder, 'on-schedule', 'index.mjs'),
        evaluate: join(folder, 'evaluate', 'index.mjs'),
      };
      const played: Played[] = [];
      for (const groupKind of GROUP_KINDS) {
        for (const groups of SIZES) {
          played.push(await play(groupKind, groups, bundles, report));
        }
      }
      return findings(played);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function findings(played: readonly Played[]): Findings {
  const broken = brokenRequirements(played);
  return {
    figures: { runs: played, workersEach: WORKERS_PER_GROUP, cores: coresText },
    text: [
      'Calls per tick / minimum that the limits of AWS allow',
      callsTable(played),
      '',
      `Time of a tick in ms, functions ${coresText}; peak memory of evaluate`,
      timesTable(played),
      '',
      'Dollars per month at list prices (us-east-1, without free tiers), if every tick is like the following ones',
      dollarsTable(played),
      '',
      ...GROUP_KINDS.map(({ name, about }) => `${name}: ${about}, ${WORKERS_PER_GROUP} workers per group.`),
      'pushes: the events, writes and checks of a value every 15 s, in events with the values of all groups.',
      broken.length === 0 ? 'Every requirement is met.' : 'Some requirements are not met.',
    ].join('\n'),
    broken,
  };
}

/** Two rows per run: the first tick and the following ones. */
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
    ['GROUPS', '', 'TICK', 'DUE', 'on-schedule', 'evaluate', 'CPU of it', 'MB'],
    rows(played, ({ scheduleMs, evaluateMs, evaluateCpuMs, peakBytes }) =>
      [scheduleMs, evaluateMs, evaluateCpuMs, peakBytes / 1e6].map(Math.round),
    ),
  );

const dollarsTable = (played: readonly Played[]): string =>
  table(
    [
      'GROUPS',
      '',
      'GetMetricData',
      'alarms',
      'logs',
      'state writes',
      'reads',
      'Lambda',
      'SQS',
      'pushes',
      'TOTAL',
      'EACH',
    ],
    played.map(
      ({ situation, groups, dollars: { metrics, alarms, logs, writes, reads, lambda, queue, pushes, total } }) => [
        situation,
        groups,
        ...[metrics, alarms, logs, writes, reads, lambda, queue, pushes, total].map((dollars) => dollars.toFixed(2)),
        (total / groups).toFixed(4),
      ],
    ),
  );
