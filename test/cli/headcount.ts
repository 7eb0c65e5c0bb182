import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { ENVIRONMENT } from '../../shared/names/index.ts';
import { bundledProgram } from './bundled.ts';
import { hosted } from './hosted/hosts.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
export interface RunOptions {
  readonly input?: string | Buffer;
  /** The rest of its environment is not inherited: a person's own must not decide a test. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** What it finds programs by, and where Node keeps the modules that it has compiled. */
const INHERITED = {
  PATH: process.env['PATH'] ?? '',
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
};

/**
 * Runs `headcount` bundled, which differs only in how fast it starts, in a process that has run other commands before.
 * Commands that keep a process busy until somebody ends them, that load extensions, or that print stack traces have a
 * process of their own.
 */
export async function headcount(commandArguments: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const program = await bundledProgram();
  if (needsOwnProcess(commandArguments, options)) return headcountProcess(commandArguments, options);
  return hosted(program, {
    words: commandArguments,
    environment: environmentOf(options),
    directory: options.directory ?? REPOSITORY,
    input: Buffer.from(options.input ?? '').toString('base64'),
  });
}

const needsOwnProcess = (words: readonly string[], { environment = {} }: RunOptions): boolean =>
  /^(complete|local|top|worker)$/.test(words[0] ?? '') ||
  words.some((word) => /^--(debug|extensions|watch)\b/.test(word)) ||
  ENVIRONMENT.extensions in environment;

/** Runs the program that a shell runs. */
export const headcountFromSources = (commandArguments: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  ran(join(REPOSITORY, 'cli', 'bin.js'), commandArguments, options);

/** Runs `headcount` bundled in a process of its own, as a shell would: whether it ends, and how it writes to a pipe. */
export const headcountProcess = async (commandArguments: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  ran(await bundledProgram(), commandArguments, options);

const environmentOf = ({ environment }: RunOptions): Record<string, string> => ({
  ...INHERITED,
  ...{ HOME: tmpdir(), AWS_EC2_METADATA_DISABLED: 'true', ...environment },
});

async function ran(program: string, commandArguments: readonly string[], options: RunOptions): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...commandArguments], {
    cwd: options.directory ?? REPOSITORY,
    env: environmentOf(options),
  });
  child.stdin.on('error', () => {}); // it may end without having read it all
  child.stdin.end(options.input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

/** A folder that holds these files, gone with the test. */
export async function folderWith(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headcount-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** An environment that reaches no AWS: nothing listens on port 9. */
export const NO_AWS = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
} as const;

export const POLICY = `group: ci-runners
provider:
  kind: ec2
  launchTemplate: { name: ci-runner }
  instanceTypes: [c7g.large, m7g.large]
  subnets: [subnet-a]
capacity: { min: 2, max: 50 }
warmup: 2m
metrics:
  cpu: { cloudwatch: { namespace: CWAgent, name: cpu_usage_active, dimensions: { Group: ci } } }
rules: [{ name: cpu, kind: target, metric: cpu, value: 60 }]
`;

export const OBSERVATION = {
  now: '2026-11-21T12:00:00Z',
  desired: 4,
  workers: { ready: 4 },
  metrics: { cpu: [{ at: '2026-11-21T11:59:00Z', value: 90 }] },
};
