import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { EvaluationRecord } from '../../../../shared/evaluation/index.ts';
import { type MeasuredGroup, measuredGroups } from '../../../../shared/operations/index.ts';
import { GROUP_METRICS, groupMetrics, prometheusText } from '../../../../shared/presentation/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { pathOf } from '../../../docs/markdown.ts';
import { hasPromtool, PROMTOOL } from '../../../prometheus/promtool.ts';
import { policyOf, settled } from '../../evaluation/setting.ts';

/** A group that has grown, with what an evaluation recorded of it. */
async function exposition() {
  const world = await settled(1, policyOf({ warmup: 60, capacity: { min: 1, max: 4 } }));
  world.queues.set('jobs', { waiting: 90 });
  for (let minute = 0; minute < 4; minute += 1) {
    const report = await world.evaluate();
    const { decision = null, seen, at, trigger, result, reason } = report;
    const record = {
      ...{ group: 'ci', at, trigger, result, version: 1, decision, reason, notes: [], activity: null },
      workers: seen?.workers ?? null,
      metrics: { jobs: { at: at - 5000, value: 90 }, silent: null },
    };
    await world.table.evaluations.append([{ record, keep: 3600, recordedCase: null }]);
    world.pass(60);
  }
  const { states, policies, evaluations } = world.table;
  const { groups } = await measuredGroups({ states, policies, evaluations }, world.clock());
  return { world, groups, text: prometheusText(groupMetrics(groups, world.clock())) };
}

const none = (): never => {
  throw new Error('the group was not evaluated');
};

describe('the exposition', () => {
  test('has the figures of a group', async () => {
    const { text } = await exposition();
    for (const line of [
      'headcount_desired_workers{group="ci"} 4',
      'headcount_max_workers{group="ci"} 4',
      'headcount_held{group="ci",blocked_by="at-max"} 1',
      'headcount_metric_value{group="ci",metric="jobs"} 90',
      'headcount_metric_age_seconds{group="ci",metric="jobs"} 65',
      'headcount_decision_age_seconds{group="ci"} 60',
      'headcount_activities_total{group="ci",kind="launch",outcome="done"} 1',
      'headcount_activity_success_ratio{group="ci"} 1',
      'headcount_activities_total{group="ci",kind="remove",outcome="failed"} 0',
      'headcount_launched_workers_total{group="ci"} 3',
      'headcount_group_info{group="ci",tier="worker",profile="balanced",provider="ec2",history="on"} 1',
      'headcount_noticed_workers{group="ci",notice="interruption"} 0',
      'headcount_drain_overdue_seconds{group="ci",waits_for_busy="false"} 0',
      'headcount_launch_to_ready_seconds_count{group="ci"} 3',
      'headcount_launch_to_ready_seconds_bucket{group="ci",le="+Inf"} 3',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/headcount_workers\{group="ci",state="ready"\} \d/);
    expect(text).toMatch(/headcount_rule_proposal_workers\{group="ci",rule="[^"]+"\} 9/);
  });

  test('has what goes wrong with a group', async () => {
    const { groups, world } = await exposition();
    const [{ state, policy, latest } = none()] = groups;
    if (!policy || !latest?.decision) return none();
    const { decision } = latest;
    const now = world.clock();
    const drain = (activity: string, until: number, waitForBusy?: boolean) => ({
      ...{ activity, until, workers: ['i-1'], cancelable: true, ...(waitForBusy && { waitForBusy }) },
    });
    const notice = (id: string, kind: 'interruption' | 'rebalance') => ({ id, kind, at: now });
    const judged = { name: 'load', kind: 'workers', enabled: true, overloaded: [], idle: [], idleFor: 0, add: 1 };
    const entry = (code: string, params: Record<string, number>): EvaluationRecord => ({
      ...latest,
      decision: { ...decision, trace: [{ stage: 'rule:load', proposed: 5, reason: { code, params } }] },
    });
    const troubled = (seen: EvaluationRecord): MeasuredGroup => ({
      policy: {
        ...policy,
        rules: [judged as (typeof policy.rules)[number]],
        guards: { ...policy.guards, budget: { hourlyUsd: 8 } },
      },
      state: {
        ...state,
        spending: {
          ...{ at: now, hour: null, closed: [], monthUsd: 40 },
          running: { spot: { count: 3, usd: 2, onDemandUsd: 2.5, isSpot: true } },
        },
        drains: [
          drain('a', now - 700_000),
          drain('b', now - 60_000),
          drain('c', now + 60_000),
          drain('d', now - 5000, true),
        ],
        overflow: { region: 'eu-west-2', at: now, workers: 5, until: now + 1 },
        requested: {
          'us-east-1': { workers: 3, sentAt: now, until: now + 1 },
          'us-east-2': { workers: 4, sentAt: now, until: now },
        },
        notices: [notice('i-1', 'rebalance'), notice('i-1', 'interruption'), notice('i-1', 'interruption')],
      },
      latest: seen,
      spendPerHour: 6,
    });
    const linesOf = (seen: EvaluationRecord) => prometheusText(groupMetrics([troubled(seen)], now)).split('\n');
    const lines = linesOf(entry('workers-all-overloaded', { ready: 4, current: 4, add: 1 }));
    for (const line of [
      'headcount_overloaded_workers{group="ci",rule="load"} 4',
      'headcount_noticed_workers{group="ci",notice="interruption"} 1',
      'headcount_noticed_workers{group="ci",notice="rebalance"} 1',
      'headcount_drain_overdue_seconds{group="ci",waits_for_busy="false"} 700',
      'headcount_drain_overdue_seconds{group="ci",waits_for_busy="true"} 5',
      'headcount_spend_dollars_per_hour{group="ci"} 6',
      'headcount_spot_savings_dollars_per_hour{group="ci"} 1.5',
      'headcount_month_spend_dollars{group="ci"} 40',
      'headcount_budget_left_dollars{group="ci"} 2',
      'headcount_budget_used_ratio{group="ci"} 0.75',
    ]) {
      expect(lines).toContain(line);
    }
    expect(lines.filter((line) => line.startsWith('headcount_overflow_workers{'))).toEqual([
      'headcount_overflow_workers{group="ci",direction="asked",region="eu-west-2"} 5',
      'headcount_overflow_workers{group="ci",direction="requested",region="us-east-1"} 3',
    ]);
    const content = linesOf(entry('workers-content', { overloaded: 3, idle: 0, others: 1 }));
    expect(content).toContain('headcount_overloaded_workers{group="ci",rule="load"} 3');
    expect(linesOf(entry('workers-none-ready', {})).join()).not.toContain('headcount_overloaded_workers');
  });

  test('never lets a counter fall, whoever reads it and when', async () => {
    const { world, text } = await exposition();
    const countersIn = (lines: string) =>
      new Map(
        lines
          .split('\n')
          .flatMap((line) =>
            /_(total|count|bucket|sum)\b/.test(line) && !line.startsWith('#')
              ? [line.split(/ (?=[^ ]+$)/) as [string, string]]
              : [],
          ),
      );
    const before = countersIn(text);
    world.queues.set('jobs', { waiting: 10 });
    for (let minute = 0; minute < 10; minute += 1) {
      await world.evaluate();
      world.pass(60);
    }
    const { groups } = await measuredGroups(world.table, world.clock());
    const after = countersIn(prometheusText(groupMetrics(groups, world.clock())));
    expect(before.size).toBeGreaterThan(10);
    for (const [name, value] of before) expect(Number(after.get(name)), name).toBeGreaterThanOrEqual(Number(value));
  });

  test('escapes labels, and leaves out what nobody knows', () => {
    const family = { name: 'headcount_a', type: 'gauge' as const, help: 'a\nb' };
    const text = prometheusText([
      { ...family, samples: [{ labels: { group: 'a"b\\c\n' }, value: 1.5 }] },
      { ...family, name: 'headcount_b', samples: [] },
    ]);
    expect(text).toBe('# HELP headcount_a a\\nb\n# TYPE headcount_a gauge\nheadcount_a{group="a\\"b\\\\c\\n"} 1.5\n');
    expect(
      groupMetrics([], NOON)
        .filter(({ samples }) => samples.length > 0)
        .map(({ name }) => name),
    ).toEqual([]);
  });

  test('has the metrics that the documentation lists', () => {
    const page = readFileSync(pathOf('docs/reference/prometheus-metrics.md'), 'utf8');
    for (const { name, type, labels } of GROUP_METRICS) {
      const listed = ['group', ...labels].map((label) => `\`${label}\``).join(', ');
      expect(page).toContain(`| \`${name}\` | ${type} | ${listed} |`);
    }
  });

  test.skipIf(!hasPromtool)('passes the checks of promtool', async () => {
    const { text } = await exposition();
    expect(execFileSync(PROMTOOL, ['check', 'metrics'], { input: text, encoding: 'utf8' })).toBe('');
  });
});
