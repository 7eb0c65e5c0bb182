import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY } from '../../local/paths.ts';
import { folderWith } from '../cli/headcount.ts';

const run = promisify(execFile);

interface Step {
  readonly name?: string;
  readonly run?: string;
}
const workflow = parse(await readFile(join(REPOSITORY, 'examples/github-actions/scaling-policies.yml'), 'utf8'), {
  strict: true,
});
const steps: readonly Step[] = workflow.jobs.backtest.steps;
const scriptOf = (name: string): string => steps.find((step) => step.name === name)?.run ?? '';

const policy = (value: number) => `group: web
provider: { kind: ec2, launchTemplate: { name: web }, instanceTypes: [c7g.large], subnets: [subnet-0aaa1111] }
capacity: { min: 1, max: 100 }
onDelete: drain
warmup: 3m
metrics: { cpu: { cloudwatch: { namespace: CWAgent, name: cpu_usage_active, dimensions: { Group: web } } } }
rules: [{ name: cpu, kind: target, metric: cpu, value: ${value} }]
`;

/** Half a day of CPU in the format of the AWS CLI. */
function recorded(): string {
  const slots = Array.from({ length: 144 }, (_, slot) =>
    new Date(Date.UTC(2026, 10, 9) + slot * 300_000).toISOString(),
  );
  const series = (Id: string, figure: (slot: number) => number) => ({
    ...{ Id, Label: Id, StatusCode: 'Complete', Timestamps: slots, Values: slots.map((_, slot) => figure(slot)) },
  });
  return JSON.stringify({
    MetricDataResults: [series('cpu', (slot) => 40 + 30 * Math.sin(slot / 20)), series('workers', () => 10)],
  });
}

test('the workflow has the triggers and permissions that its steps need', () => {
  expect(workflow.on.pull_request.paths).toEqual(['policies/**']);
  expect(workflow.permissions).toEqual({ contents: 'read', 'id-token': 'write', 'pull-requests': 'write' });
  for (const step of steps) expect(Object.keys(step).includes('run') !== Object.keys(step).includes('uses')).toBe(true);
});

test('its steps validate policies, and report a changed one, on a recording', async () => {
  const directory = await folderWith({
    'recorded.json': recorded(),
    'world.yaml': 'hourlyUsd: 0.1\n',
    'old.yaml': policy(60),
  });
  const inFolder = { cwd: directory };
  const git = (...words: string[]) => run('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], inFolder);
  await mkdir(join(directory, 'policies'));
  await writeFile(join(directory, 'policies', 'web.yaml'), policy(60));
  await git('init', '-q');
  await git('add', 'policies');
  await git('commit', '-qm', 'before');
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await writeFile(join(directory, 'policies', 'web.yaml'), policy(30));
  await git('commit', '-qam', 'after');

  // In place of the installed package.
  await mkdir(join(directory, 'bin'));
  const npx = join(directory, 'bin', 'npx');
  await writeFile(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(REPOSITORY, 'cli', 'bin.js')}" "$@"\n`);
  await chmod(npx, 0o755);
  const env = {
    ...{ PATH: `${join(directory, 'bin')}:${process.env['PATH']}`, HOME: directory, GITHUB_BASE_REF: 'main' },
    ...workflow.jobs.backtest.env,
    GITHUB_STEP_SUMMARY: join(directory, 'summary.md'),
    BACKTEST: '--from recorded.json --against old.yaml --world world.yaml',
  };
  // As GitHub runs a step.
  const step = (name: string) => run('bash', ['-e', '-c', scriptOf(name)], { ...inFolder, env });
  expect((await step('Validate')).stdout).toBe('policies/web.yaml: web is valid\n');
  const failed = await step('Backtest').catch((error: { code: number; stderr: string }) => error);
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('cost > +10%: cost is ') });
  const summary = await readFile(join(directory, 'summary.md'), 'utf8');
  expect(summary).toMatch(/^### Headcount backtest: web$/m);
  expect(summary).toContain('**Failed**: `cost > +10%`');
});
