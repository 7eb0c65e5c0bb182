import { Command, InvalidArgumentError, Option } from 'commander';
import { print, printJson, printNote, untilInterrupted } from '../../shared/terminal/index.ts';
import { errors } from '../errors/index.ts';
import { shellLines } from '../shell-lines.ts';

/** The stage of the deployment on the local AWS. */
const STAGE = 'local';
/** Loaded on use, because no other command needs it. */
const local = () => import('../../local/index.ts');
const NONE_RUNS = 'No local AWS is running: start it with "npx headcount local up".';
const INTERRUPTION = {
  message: 'Interrupted. Everything this command started has been stopped.',
  onSignal: () => printNote('Stopping and cleaning up.'),
};

function portOf(written: string): number {
  const port = Number(written);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('It must be a port from 1 to 65535.');
}

interface UpOptions {
  readonly port?: number;
  readonly deploy: boolean;
  readonly json?: boolean;
}

export const upCommand = new Command('up')
  .addOption(new Option('--port <port>', 'port of the endpoint (default: a free one)').argParser(portOf))
  .option('--no-deploy', 'do not deploy Headcount on it')
  .option('--json', 'print JSON')
  .action(async (options: UpOptions) => {
    const { localAws, started } = await untilInterrupted(INTERRUPTION, (signal) => upAndDeployed(options, signal));
    if (options.json) {
      printJson({ started, endpoint: localAws.endpoint, pid: localAws.pid, environment: environmentOf(localAws) });
    } else {
      print(`The local AWS is ${started ? 'running' : 'already running'} at ${localAws.endpoint}.`);
      print('To use it from this shell: eval "$(npx headcount local env)"');
    }
  });

async function upAndDeployed({ port, deploy: wanted }: UpOptions, signal: AbortSignal) {
  const { up, deploy, down, seed, cdkProgram } = await local();
  // Before anything is started.
  if (wanted) cdkProgram();
  const common = { onProgress: printNote, signal };
  const { localAws, started } = await up({ ...common, ...(port === undefined ? {} : { port }) });
  if (!wanted) return { localAws, started };
  try {
    const outputDirectory = `${localAws.environment['CDK_HOME']}/deployed`;
    const { registeredFiles } = await import('../../shared/registration/index.ts');
    const extensions = registeredFiles().join();
    await deploy({
      ...common,
      environment: localAws.environment,
      stage: STAGE,
      outputDirectory,
      ...(extensions !== '' && { context: { extensions } }),
    });
    await seed(localAws.environment);
  } catch (error) {
    // A local AWS without the stack is not what was asked for.
    if (started) await down();
    throw error;
  }
  return { localAws, started };
}

export const downCommand = new Command('down')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const ended = await (await local()).down({ onProgress: printNote });
    if (json) printJson({ ended });
    else print(ended ? 'The local AWS is stopped.' : 'No local AWS was running.');
  });

export const localStatusCommand = new Command('status')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const localAws = await (await local()).status({ onProgress: printNote });
    if (json)
      printJson({ running: localAws !== null, endpoint: localAws?.endpoint ?? null, pid: localAws?.pid ?? null });
    else print(localAws ? `The local AWS is running at ${localAws.endpoint} (process ${localAws.pid}).` : NONE_RUNS);
  });

export const envCommand = new Command('env')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const localAws = await (await local()).status({ onProgress: printNote });
    if (!localAws) throw errors['no-local-aws']({});
    if (json) printJson(environmentOf(localAws));
    else print(shellLines(environmentOf(localAws), process.env).join('\n'));
  });

const environmentOf = ({ environment }: { environment: Readonly<Record<string, string>> }) => ({
  ...environment,
  HEADCOUNT_STAGE: STAGE,
});
