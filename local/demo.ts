import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { stackName } from '../shared/names/index.ts';
import { EXIT, type LongRun, runLongProgram } from '../shared/terminal/index.ts';
import { playedChart } from './demo/chart.ts';
import { readDemand } from './demo/demand.ts';
import { DEMO_GROUP } from './demo/policy.ts';
import { runDemo } from './demo/run.ts';
import { type DemoStage, openStage, STAGE } from './demo/stage.ts';
import { type DemoSummary, shortcomings } from './demo/verdict.ts';
import { deploy, type LocalAws, startLocalAws, withoutAws } from './index.ts';

/** 40 steps of 3 s are two minutes, in which the schedule ticks twice. */
const STEPS = 40;
const TAIL_STEPS = 4;
const STEP_SECONDS = 3;

interface Options {
  readonly demand?: string;
  readonly endpoint?: string;
  readonly cases?: string;
  readonly json?: boolean;
}

const program = new Command('demo')
  .description('Deploys Headcount on a local AWS, plays recorded demand, and shows how the deployed functions respond.')
  .option('--demand <file>', 'play this recording instead: CSV with the columns timestamp,value')
  .addOption(new Option('--endpoint <url>', 'use an emulator that already runs').argParser(endpointOf))
  .option('--cases <file>', 'record every decision with its input, for headcount decide --cases')
  .option('--json', 'print a summary as JSON on the last line')
  .exitOverride();

await runLongProgram<Options>({
  program,
  name: 'The demo',
  run: demo,
});

function endpointOf(written: string): string {
  if (URL.canParse(written) && /^https?:$/.test(new URL(written).protocol)) return written;
  throw new InvalidArgumentError('It should look like http://127.0.0.1:4566.');
}

async function demo({ demand: file, endpoint, cases, json }: Options, context: LongRun): Promise<number> {
  // Read first, so that an error in the file is reported before anything starts.
  const demand = await readDemand(file, STEPS, TAIL_STEPS);
  const { signal, report } = context;
  report(endpoint ? `Using the emulator at ${endpoint}.` : 'Starting a local AWS.');
  const localAws = await startLocalAws({ signal, onProgress: report, ...(endpoint ? { endpoint } : {}) });
  try {
    return await demoOn(localAws, demand, { cases, json: json === true }, context);
  } finally {
    await localAws.stop();
    report(
      endpoint
        ? `The stack ${stackName(STAGE)} and the group ${DEMO_GROUP} remain on ${endpoint}.`
        : 'Everything that the demo started has been stopped.',
    );
  }
}

async function demoOn(
  localAws: LocalAws,
  demand: Awaited<ReturnType<typeof readDemand>>,
  { cases, json }: { readonly cases: string | undefined; readonly json: boolean },
  { signal, report }: LongRun,
): Promise<number> {
  report(`The local AWS is at ${localAws.endpoint}. Deploying the stack, as a user would.`);
  await deploy({
    environment: localAws.environment,
    stage: STAGE,
    outputDirectory: localAws.directory,
    onProgress: report,
    signal,
    // The demo prints quiet evaluations, too, which are logged with their cases only.
    context: { recordCases: 'true' },
  });
  // The user's own profile would override the local keys.
  process.env = { ...withoutAws(process.env), ...localAws.environment };
  const stage = await openStage();
  report('Deployed. Putting a policy item, then playing demand into CloudWatch.');
  const { outcome, points } = await runDemo({ ...demand, stage, stepSeconds: STEP_SECONDS, signal, print: report });
  if (cases !== undefined) await writeCases(cases, stage, report);
  const missing = shortcomings(outcome);
  const screen = json ? process.stderr : process.stdout;
  screen.write(`\n${playedChart(points, screen.isTTY && screen.hasColors())}\n\n`);
  for (const line of missing) report(`Unexpected: ${line}.`);
  const { evaluations, activities, peak, final, min, max } = outcome;
  if (missing.length === 0) {
    report(
      `${evaluations.schedule} evaluations by the schedule, ${evaluations.alarm} by alarms, the rest follow-ups of a resize; ${activities} resizes; ${peak} workers at the peak, ${final} at the end.`,
    );
  }
  const summary: DemoSummary = { evaluations, activities, peak, final, min, max };
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  return missing.length === 0 ? EXIT.done : EXIT.failed;
}

async function writeCases(file: string, { log }: DemoStage, report: LongRun['report']): Promise<void> {
  const lines = log.cases
    .filter(({ policy }) => policy.group === DEMO_GROUP)
    .map((each) => `${JSON.stringify(each)}\n`);
  await writeFile(file, lines.join(''));
  report(`${lines.length} cases are in ${file}: npx headcount decide --cases ${file} decides them again.`);
}
