import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DASHBOARDS } from '../../../shared/dashboards/index.ts';
import { hasPromtool, NO_PROMTOOL, PROMTOOL } from '../../prometheus/promtool.ts';
import { EXPOSED, type Exposed, expressionsOf } from './expressions.ts';

const HOURS = 26;

/** Values of labels that expressions name; other labels have one value. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  state: ['pending', 'warming', 'ready', 'draining', 'unhealthy'],
  condition: ['at-max', 'cannot-launch'],
  notice: ['interruption', 'rebalance'],
  direction: ['asked', 'requested'],
  le: ['15', '60', '+Inf'],
  attention: ['true', 'false'],
};
/** Values of gauges that are compared with each other or with a bound; others are 2. */
const GAUGES: Readonly<Record<string, number>> = {
  ...{
    headcount_desired_workers: 9,
    headcount_max_workers: 10,
    headcount_budget_used_ratio: 0.9,
    headcount_collector_success: 0,
  },
};

/** Series of two groups; the workers of one have no prices. `stage`: a label of the target, if there is one. */
function seriesOf({ name, type, labels }: Exposed, stage: string | null): { series: string; values: string }[] {
  const fixed: Record<string, readonly string[]> = {
    ...VALUES,
    stage: stage === null ? [] : [stage],
    group: name.includes('dollars') || name.includes('budget') ? ['web'] : ['web', 'batch'],
  };
  let sets: Record<string, string>[] = [{}];
  for (const label of labels) {
    const values = fixed[label] ?? ['some'];
    if (values.length > 0) sets = sets.flatMap((set) => values.map((value) => ({ ...set, [label]: value })));
  }
  const values =
    type === 'gauge' && name !== 'headcount_policy_version'
      ? `${GAUGES[name] ?? 2}x${HOURS * 60}`
      : `0+1x${HOURS * 60}`;
  return sets.map((set) => ({
    series: `${name}{${Object.entries(set).map(([label, value]) => `${label}="${value}"`)}}`,
    values,
  }));
}

/** A test of promtool that each expression has an answer. What is 0 without data is asked without that. */
const answering = (stage: string | null, chosen: Readonly<Record<'stage' | 'group', string>>) => ({
  interval: '1m',
  input_series: EXPOSED.flatMap((metric) => seriesOf(metric, stage)),
  promql_expr_test: Object.values(DASHBOARDS)
    .flatMap(expressionsOf)
    .map((expression) => expression.replace(/ or vector\(0\)$/, ''))
    .map((expression) => expression.replaceAll('$stage', chosen.stage).replaceAll('$group', chosen.group))
    .map((expr) => ({
      expr: `count(${expr}) > bool 0`,
      eval_time: `${HOURS}h`,
      exp_samples: [{ labels: '{}', value: 1 }],
    })),
});

const TITLE = 'Prometheus answers every panel, of one stage with its label and of all without';
test.skipIf(!hasPromtool)(hasPromtool ? TITLE : `${TITLE} (${NO_PROMTOOL})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-dashboards-'));
  const file = join(folder, 'answers.json');
  // JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({
      tests: [
        answering('production', { stage: 'production', group: 'web|batch' }),
        answering(null, { stage: '.*', group: '.*' }),
      ],
    }),
  );
  const { status, stdout, stderr } = spawnSync(PROMTOOL, ['test', 'rules', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
});
