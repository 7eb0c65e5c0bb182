import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { stackName } from '../shared/aws/names.ts';
import { RecordingFault } from '../shared/simulation/index.ts';
import { playedChart } from './demo/chart.ts';
import { readDemand } from './demo/demand.ts';
import { DEMO_GROUP } from './demo/policy.ts';
import { runDemo } from './demo/run.ts';
import { openStage, STAGE } from './demo/stage.ts';
import { type DemoSummary, shortcomings } from './demo/verdict.ts';
import { deploy, startWorld, type World, withoutAws } from './index.ts';

/** 40 steps of 3 s: two minutes of a recording, in which the schedule ticks twice. */
const STEPS = 40;
const TAIL_STEPS = 4;
const STEP_SECONDS = 3;

/** As every command of the project: an interruption has the shells' own code. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

interface Options {
  readonly demand?: string;
  readonly endpoint?: string;
  readonly json?: boolean;
}

const program = new Command('demo')
  .description(
    'Deploys Headcount on a local AWS, plays recorded demand, and shows what the deployed functions do about it.',
  )
  .option('--demand <file>', 'play this recording instead: CSV with the columns timestamp,value')
  .addOption(new Option('--endpoint <url>', 'use an emulator that already runs').argParser(endpointOf))
  .option('--json', 'print a summary as JSON on the last line')
  .exitOverride();

/** Progress goes to standard error with `--json`, so that standard output holds nothing but the summary. */
const started = Date.now();
let toError = false;
const tell = (line: string): void => {
  const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(3);
  (toError ? process.stderr : process.stdout).write(`${seconds}s  ${line}\n`);
};

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!ending.signal.aborted) tell(`${signal}: ending what was started.`);
    ending.abort();
  });
}
// Nobody reads any more (`npm run demo | head`): that interrupts it as well.
process.stdout.on('error', () => ending.abort());

try {
  const options = program.parse().opts<Options>();
  toError = options.json === true;
  process.exitCode = await demo(options);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else if (ending.signal.aborted) {
    process.stderr.write('The demo was interrupted; everything it started has been ended.\n');
    process.exitCode = EXIT.interrupted;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = error instanceof RecordingFault ? EXIT.usage : EXIT.failed;
  }
}

function endpointOf(written: string): string {
  if (URL.canParse(written) && /^https?:$/.test(new URL(written).protocol)) return written;
  throw new InvalidArgumentError('It should look like http://127.0.0.1:4566.');
}

async function demo({ demand: file, endpoint, json }: Options): Promise<number> {
  // Read first: a bad file should be told before anything is started.
  const demand = await readDemand(file, STEPS, TAIL_STEPS);
  const { signal } = ending;
  tell(endpoint ? `Using the emulator at ${endpoint}.` : 'Making a local AWS.');
  const world = await startWorld({ signal, onProgress: tell, ...(endpoint ? { endpoint } : {}) });
  try {
    return await demoOn(world, demand, json === true);
  } finally {
    await world.stop();
    tell(
      endpoint
        ? `The stack ${stackName(STAGE)} and the group ${DEMO_GROUP} are left on ${endpoint}.`
        : 'Everything that was started has been ended.',
    );
  }
}

async function demoOn(world: World, demand: Awaited<ReturnType<typeof readDemand>>, json: boolean): Promise<number> {
  const { signal } = ending;
  tell(`The local AWS is at ${world.endpoint}. Deploying the stack, as a user would.`);
  await deploy({
    environment: world.environment,
    stage: STAGE,
    outputDirectory: world.directory,
    onProgress: tell,
    signal,
  });
  // A profile of the person's own would stand above the world's keys.
  process.env = { ...withoutAws(process.env), ...world.environment };
  const stage = await openStage();
  tell('Deployed. Putting a policy item, then playing demand into CloudWatch.');
  const { outcome, points } = await runDemo({ ...demand, stage, stepSeconds: STEP_SECONDS, signal, tell });
  const missing = shortcomings(outcome);
  const screen = json ? process.stderr : process.stdout;
  screen.write(`\n${playedChart(points, screen.isTTY && screen.hasColors())}\n\n`);
  for (const line of missing) tell(`Not as it should be: ${line}.`);
  const { evaluations, activities, peak, final, min, max } = outcome;
  if (missing.length === 0) {
    tell(
      `${evaluations.schedule} evaluations by the schedule, ${evaluations.alarm} by alarms, the rest follow-ups of a resize; ${activities} resizes; ${peak} workers at the peak, ${final} at the end.`,
    );
  }
  const summary: DemoSummary = { evaluations, activities, peak, final, min, max };
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  return missing.length === 0 ? EXIT.done : EXIT.failed;
}
