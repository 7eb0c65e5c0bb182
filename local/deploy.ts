import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { stackName } from '../shared/names/index.ts';
import { targetOf, withoutAws } from './environment.ts';
import { REPOSITORY } from './paths.ts';
import { endChild, startChild } from './process/children.ts';

export interface DeployOptions {
  /** The environment of a local AWS. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stage: string;
  /** Additional context of the app. */
  readonly context?: Readonly<Record<string, string>>;
  /** Directory for cdk.out, the outputs and the log; created if it does not exist. */
  readonly outputDirectory: string;
  /** The app to deploy; the directory with this project's cdk.json by default. */
  readonly app?: string;
  /** The stack; this project's for the stage by default. */
  readonly stack?: string;
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Bootstraps the local account, deploys the stack with `cdk deploy`, and returns the stack's outputs by name.
 * Throws an error with the CDK's last lines and the path of its whole output. Aborting stops the CDK and its child
 * processes.
 */
export async function deploy(options: DeployOptions): Promise<Record<string, string>> {
  const { stage, outputDirectory, onProgress } = options;
  const stack = options.stack ?? stackName(stage);
  await mkdir(outputDirectory, { recursive: true });
  const outputs = join(outputDirectory, 'outputs.json');
  onProgress?.('cdk bootstrap');
  await cdk('bootstrap', [targetOf(options.environment)], options);
  onProgress?.(`cdk deploy ${stack}`);
  const context = Object.entries({ stage, ...options.context }).flatMap(([key, value]) => [
    '--context',
    `${key}=${value}`,
  ]);
  const flags = [
    '--require-approval',
    'never',
    '--outputs-file',
    outputs,
    '--output',
    join(outputDirectory, 'cdk.out'),
  ];
  await cdk('deploy', [stack, ...context, ...flags], options);
  const read: unknown = JSON.parse(await readFile(outputs, 'utf8'));
  return (read as Record<string, Record<string, string>>)[stack] ?? {};
}

/**
 * The CDK's command line: the repository's own, or that of the project in which Headcount is installed. Throws an error
 * that says what to install.
 */
export function cdkProgram(): string {
  const from = createRequire(import.meta.url);
  try {
    return from.resolve('aws-cdk/bin/cdk');
  } catch (cause) {
    throw new Error(
      "Deploying needs the AWS CDK's command line. Install it with `npm install --save-dev aws-cdk`, or start the local AWS empty with `headcount local up --no-deploy`.",
      { cause },
    );
  }
}

async function cdk(command: string, commandArguments: readonly string[], options: DeployOptions): Promise<void> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const log = join(options.outputDirectory, `cdk-${command}.log`);
  const inherited = withoutAws(process.env);
  const child = startChild(
    process.execPath,
    [cdkProgram(), command, ...commandArguments, ...['--ci', '--no-notices', '--no-version-reporting']],
    {
      // Bootstrapping needs no app, but would synthesize an app in the working directory.
      cwd: command === 'bootstrap' ? options.outputDirectory : (options.app ?? REPOSITORY),
      env: {
        ...inherited,
        // The CDK runs the app with `node`: make it this process's Node.js.
        PATH: [dirname(process.execPath), inherited['PATH'] ?? ''].join(delimiter),
        CI: '1',
        // Validating the template needs six seconds of CPU, and would only add warnings to the log.
        CDK_VALIDATION: 'false',
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const file = createWriteStream(log);
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface(stream).on('line', (line) => {
      file.write(`${line}\n`);
      if (line.trim() === '') return;
      last.push(line);
      if (last.length > 20) last.shift();
      const step = progressIn(line);
      if (step !== null) onProgress?.(step);
    });
  }
  const end = (): void => void endChild(child, 5_000);
  signal?.addEventListener('abort', end);
  const ended = await new Promise<string | null>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Error(`cdk ${command} could not be started: ${cause.message}`, { cause })),
    );
    child.once('close', (code, by) => resolve(code === 0 ? null : (by ?? `exit code ${code}`)));
  }).finally(() => {
    signal?.removeEventListener('abort', end);
    file.end();
  });
  signal?.throwIfAborted();
  if (ended !== null) {
    throw new Error(
      `cdk ${command} failed (${ended}). Its last lines:\n${last.join('\n')}\nThe whole output is in ${log}.`,
    );
  }
}

/** Selects the lines that show the CDK's progress. Stack events arrive in one burst here, so they appear only in the log. */
function progressIn(line: string): string | null {
  const bundled = /^Bundling asset [^/]+\/(.+?)\.\.\.$/.exec(line)?.[1];
  if (bundled !== undefined) return `bundling ${bundled}`;
  return /^✨ +(.+)$/.exec(line)?.[1] ?? null;
}
