import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../../../local/paths.ts';
import { type Policy, parsePolicy } from '../../../shared/policy/index.ts';
import { demandOfPattern, demandSteps, parseScenario, type Scenario } from '../../../shared/simulation/index.ts';
import { recordedBy, simulated } from '../../shared/simulation/recorded/simulated.ts';
import { type Block, blocksOf } from '../markdown.ts';

/** The page whose block `sh example` backtests its policy on a made-up recording; the block `text backtest` is what it prints. */
export const BACKTEST_PAGE = 'docs/reference/backtest.md';

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

/** The page with what its backtest prints now. */
export function backtestShown(text: string): string {
  const blocks = blocksOf(BACKTEST_PAGE, text);
  const blockOf = (language: string, mark: string): Block => {
    const found = blocks.find((block) => block.language === language && block.marks.join(' ') === mark);
    if (!found) throw new Error(`${BACKTEST_PAGE} has no block "${language} ${mark}"`);
    return found;
  };
  const outcome = blockOf('text', 'backtest');
  const folder = mkdtempSync(join(tmpdir(), 'headcount-docs-'));
  try {
    writeFileSync(join(folder, 'web.yaml'), blockOf('yaml', 'part').text);
    writeFileSync(join(folder, 'world.yaml'), 'hourlyUsd: 0.0725\n');
    writeFileSync(join(folder, 'recorded.json'), recording());
    const words = [join(REPOSITORY, 'cli', 'bin.js'), ...blockOf('sh', 'example').text.split(' ').slice(2)];
    const printed = execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
    const lines = text.split('\n');
    lines.splice(outcome.line - 1, outcome.text.split('\n').length, ...printed.trimEnd().split('\n'));
    return lines.join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
