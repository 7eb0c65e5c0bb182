import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type MeasuredStage, measuredStage } from '../../../../shared/operations/index.ts';
import { prometheusText, STAGE_METRICS, stageMetrics } from '../../../../shared/presentation/index.ts';
import { pathOf } from '../../../docs/markdown.ts';
import { hasPromtool, PROMTOOL } from '../../../prometheus/promtool.ts';
import { policyOf, settled } from '../../evaluation/setting.ts';

/** A stage with the group `ci`, which has been evaluated, and what is measured of it. */
async function measured(change: Partial<Parameters<typeof measuredStage>[0]> = {}, isExamined = false) {
  const world = await settled(1, policyOf({ warmup: 60 }));
  const { table, dependencies: evaluation } = world;
  await table.counts.add({ apiErrors: 2 });
  const queues = async () => ({ evaluations: 0, 'dead-letters': 3, failures: 1 });
  const { policies, states, evaluations, counts, records } = table;
  const use = { policies, states, evaluations, counts, records, evaluation, queues, ...change };
  const again = () => measuredStage(use, { now: world.clock(), isExamined });
  return { world, again, stage: await again() };
}

const linesOf = (stage: MeasuredStage): string[] => prometheusText(stageMetrics(stage)).split('\n');
const fails = async (): Promise<never> => {
  throw new Error('denied');
};

describe('the exposition of a stage', () => {
  test('has what concerns no single group, and every group', async () => {
    const { stage, world } = await measured();
    const lines = linesOf(stage);
    for (const line of [
      `headcount_read_timestamp_seconds ${world.clock() / 1000}`,
      'headcount_collector_success{collector="queues"} 1',
      'headcount_groups 1',
      'headcount_unusable_groups 0',
      'headcount_evaluations_total{result="held"} 1',
      'headcount_evaluations_total{result="failed"} 0',
      'headcount_api_errors_total 2',
      'headcount_queue_messages{queue="dead-letters"} 3',
      'headcount_policy_version{group="ci"} 1',
    ]) {
      expect(lines).toContain(line);
    }
    expect(lines.join('\n')).not.toMatch(/doctor_findings|collector="findings"/);
  });

  test('says what could not be read, and has the rest', async () => {
    const { stage } = await measured({ queues: fails, counts: { read: fails }, records: { groups: fails } }, true);
    const lines = linesOf(stage);
    for (const collector of ['counts', 'queues', 'findings']) {
      expect(lines).toContain(`headcount_collector_success{collector="${collector}"} 0`);
    }
    expect(lines.join('\n')).not.toMatch(/queue_messages|evaluations_total|api_errors_total|doctor_findings/);
    expect(lines).toContain('headcount_groups 1');
  });

  test('counts what doctor finds, if it is asked for', async () => {
    const { world, again, stage } = await measured({}, true);
    expect(linesOf(stage)).toContain('headcount_collector_success{collector="findings"} 1');
    const found = 'headcount_doctor_findings{group="ci",kind="unknown-activity",attention="true"}';
    expect(linesOf(stage)).toContain(`${found} 1`);
    for (const _ of [1, 2]) world.fleet.add('ci');
    expect(linesOf(await again())).toContain(`${found} 3`);
  });

  test('counts a group whose state cannot be used', async () => {
    const { world } = await measured();
    const { stage } = await measured({
      states: {
        due: async () => ['ci', 'broken'],
        read: async (groups: readonly string[]) => {
          const read = await world.table.states.read(groups);
          return Object.assign(read, { unusable: () => [{ group: 'broken' }] });
        },
      },
    });
    expect(linesOf(stage)).toContain('headcount_unusable_groups 1');
    expect(linesOf(stage)).toContain('headcount_groups 1');
  });

  test('has the metrics that the documentation lists', () => {
    const page = readFileSync(pathOf('docs/reference/prometheus-metrics.md'), 'utf8');
    for (const { name, type, labels } of STAGE_METRICS) {
      const listed = labels.map((label) => `\`${label}\``).join(', ');
      expect(page).toContain(`| \`${name}\` | ${type} | ${listed}${listed && ' '}|`);
    }
  });

  test.skipIf(!hasPromtool)('passes the checks of promtool', async () => {
    const { stage } = await measured({}, true);
    const input = prometheusText(stageMetrics(stage));
    expect(execFileSync(PROMTOOL, ['check', 'metrics'], { input, encoding: 'utf8' })).toBe('');
  });
});
