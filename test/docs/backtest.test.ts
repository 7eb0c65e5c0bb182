import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Policy, parsePolicy } from '../../shared/policy/index.ts';
import { demandOfPattern, demandSteps, parseScenario, type Scenario } from '../../shared/simulation/index.ts';
import { folderWith, headcount } from '../cli/headcount.ts';
import { recordedBy, simulated } from '../shared/simulation/recorded/simulated.ts';
import { blocksOf } from './markdown.ts';

const blocks = blocksOf('docs/reference/backtest.md');
const textOf = (language: string, mark: string): string =>
  blocks.find((block) => block.language === language && block.marks.join(' ') === mark)?.text ?? '';

/** Two weeks of a group that is kept at 50 %, as the AWS CLI would print them. */
function recording(): string {
  const policy = parsePolicy({
    ...{ group: 'web', capacity: { min: 2, max: 100 }, warmup: '2m' },
    metrics: { cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization' } } },
    rules: [{ kind: 'target', metric: 'cpu', value: 50 }],
  }) as { value: Policy };
  const { value: world } = parseScenario({
    ...{ kind: 'interactive', workerRate: 1, drain: 120 },
    ...{ evaluateEvery: 60, metricDelay: 60 },
  }) as { value: Scenario };
  const start = Date.UTC(2026, 10, 2);
  const points = demandOfPattern('flash', { start, days: 14, stepSeconds: 60, peak: 20, seed: 1 });
  const { ticks, series } = simulated(policy.value, world, demandSteps(points, world));
  const sizes = recordedBy(ticks, ({ ready }) => ready, 'running', world, { statistic: 'Average', period: 60 });
  const printed = (Id: string, Label: string, some: readonly { at: number; value: number }[]) => ({
    ...{ Id, Label, StatusCode: 'Complete' },
    Timestamps: some.map(({ at }) => new Date(at).toISOString().replace('.000Z', '+00:00')),
    Values: some.map(({ value }) => value),
  });
  const cpu = printed('cpu', 'CPUUtilization', series('utilization').points);
  const workers = printed('workers', 'GroupInServiceInstances', sizes);
  return JSON.stringify({ MetricDataResults: [cpu, workers], Messages: [] });
}

test('the backtest shown in the documentation comes out as the page says', { timeout: 60_000 }, async () => {
  const directory = await folderWith({ 'web.yaml': textOf('yaml', 'part'), 'world.yaml': 'hourlyUsd: 0.0725\n' });
  await writeFile(join(directory, 'recorded.json'), recording());
  const { code, out, err } = await headcount(textOf('sh', 'example').split(' ').slice(2), { directory });
  expect([code, err]).toEqual([0, '']);
  expect(out.trimEnd()).toBe(textOf('text', 'backtest'));
});
