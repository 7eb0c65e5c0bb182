import { Command, InvalidArgumentError, Option } from 'commander';
import { deploy, down, status, up } from '../../local/index.ts';
import { Failure } from '../failure.ts';
import { print, printJson, tell } from '../output.ts';

/** The stage that the local AWS is deployed as. */
const STAGE = 'local';

function portOf(written: string): number {
  const port = Number(written);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('must be a port from 1 to 65535.');
}

const upCommand = new Command('up')
  .description('start a local AWS in the background and deploy Headcount on it')
  .addOption(new Option('--port <port>', 'of the endpoint; a free one by default').argParser(portOf))
  .option('--no-deploy', 'start it empty')
  .option('--json', 'print JSON')
  .action(async ({ port, deploy: wanted, json }: { port?: number; deploy: boolean; json?: boolean }) => {
    const ending = new AbortController();
    const end = () => ending.abort(new Failure('Interrupted.', 130));
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    const common = { onProgress: tell, signal: ending.signal };
    const { world, started } = await up({ ...common, ...(port === undefined ? {} : { port }) });
    if (wanted) {
      try {
        await deploy({
          ...common,
          environment: world.environment,
          stage: STAGE,
          outputDirectory: `${world.environment['CDK_HOME']}/deployed`,
        });
      } catch (error) {
        // Half a local AWS is of no use to anybody who just asked for one.
        if (started) await down();
        throw error;
      }
    }
    if (json) printJson({ endpoint: world.endpoint, pid: world.pid, environment: world.environment });
    else {
      print(`The local AWS ${started ? 'runs' : 'runs already'} at ${world.endpoint}.`);
      print('Use it from this shell: eval "$(npx headcount local env)"');
    }
  });

const downCommand = new Command('down')
  .description('end the local AWS and everything in it')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const ended = await down({ onProgress: tell });
    if (json) printJson({ ended });
    else print(ended ? 'The local AWS has ended.' : 'No local AWS was running.');
  });

const statusCommand = new Command('status')
  .description('whether the local AWS runs, and where')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const world = await status({ onProgress: tell });
    if (json) printJson({ running: world !== null, endpoint: world?.endpoint ?? null, pid: world?.pid ?? null });
    else
      print(
        world
          ? `The local AWS runs at ${world.endpoint} (process ${world.pid}).`
          : 'No local AWS is running: start it with "npx headcount local up".',
      );
  });

const envCommand = new Command('env').description('print what a shell needs to use the local AWS').action(async () => {
  const world = await status({ onProgress: tell });
  if (!world) throw new Failure('No local AWS is running: start it with "npx headcount local up".');
  for (const [name, value] of Object.entries({ ...world.environment, HEADCOUNT_STAGE: STAGE }))
    print(`export ${name}='${value}'`);
});

export const localCommand = new Command('local')
  .description('a local AWS to try Headcount on')
  .addCommand(upCommand)
  .addCommand(downCommand)
  .addCommand(statusCommand)
  .addCommand(envCommand);
