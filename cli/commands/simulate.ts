import { Command } from 'commander';
import { type Policy, parsePolicy } from '../../shared/policy/index.ts';
import {
  type DemandSteps,
  demandSteps,
  optimumHours,
  type Play,
  parseWorld,
  replayOf,
  scoreOf,
  type World,
  workerRateOf,
} from '../../shared/simulation/index.ts';
import { nameOf, readDocument } from '../documents.ts';
import { invalid, invalidDocument } from '../failure.ts';
import { print, printJson } from '../output.ts';
import { comparedWith } from '../simulation/compared.ts';
import { Progress } from '../simulation/progress.ts';
import { recordingFile } from '../simulation/recording-file.ts';
import { type Row, rowOf, rowsText } from '../simulation/result.ts';
import { TrajectoryFile } from '../simulation/trajectory.ts';

interface Options {
  readonly policy: string;
  readonly demand: string;
  readonly world?: string;
  readonly compare?: string;
  readonly trajectory?: string;
  readonly json?: boolean;
}

export const simulateCommand = new Command('simulate')
  .description('replay a policy on recorded or generated demand, by the code that decides in production')
  .requiredOption('--policy <file>', 'the policy, YAML or JSON')
  .requiredOption('--demand <file>', 'the demand, CSV: timestamp,value in work units a second; - is standard input')
  .option('--world <file>', 'what a worker is: "headcount world init" writes one')
  .option(
    '--compare <names>',
    'others on the same demand: hpa,target-tracking,step,keda,karpenter,static; hpa=0.6 sets the target',
  )
  .option('--trajectory <file>', 'write a CSV row for each step')
  .option('--json', 'print JSON')
  .action(async (options: Options) => {
    const written = await readDocument(options.policy);
    const parsed = parsePolicy(written);
    if (!parsed.ok) throw invalidDocument(`The policy ${nameOf(options.policy)}`, parsed.faults);
    const world = await worldOf(options.world);
    const demand = demandOf(options.demand, world);
    const result = compare(parsed.value, world, demand, options);
    if (options.json) printJson({ policy: written, algorithms: result.rows });
    else print(rowsText(result.rows, { hours: result.hours, isQueue: world.kind === 'queue' }));
  });

async function worldOf(path: string | undefined): Promise<World> {
  const written = path === undefined ? { kind: 'interactive', peakWorkers: 50 } : await readDocument(path);
  const parsed = parseWorld(written);
  if (!parsed.ok) throw invalidDocument(`The world ${path === undefined ? '' : nameOf(path)}`.trim(), parsed.faults);
  return parsed.value;
}

function demandOf(path: string, world: World): DemandSteps {
  const recording = recordingFile(path);
  try {
    return demandSteps(recording, world);
  } catch (cause) {
    if (cause instanceof RangeError) throw invalid(`${nameOf(path)}: ${cause.message}.`, cause);
    throw cause;
  }
}

function compare(
  policy: Policy,
  world: World,
  demand: DemandSteps,
  { compare: names = '', trajectory, json }: Options,
): { readonly rows: Row[]; readonly hours: number } {
  const { count, peak } = extentOf(demand, world);
  const others = comparedWith(names, world, peak);
  const progress = new Progress(count * (1 + others.length), { silent: json === true });
  const file = trajectory === undefined ? undefined : new TrajectoryFile(trajectory, world);
  const replay = replayOf(policy, world, demand, (decision) => file?.decided(decision));
  if (!replay.ok) throw invalidDocument('The world', replay.faults);
  const { value: play } = replay;
  const own = scoreOf(play, (tick) => {
    progress.step('the policy');
    file?.add(tick);
  });
  file?.end();
  const best = optimumHours(demand, world, play.bounds.min);
  const bounds = policy.capacity;
  const rows = [rowOf('policy', own, best)];
  for (const { name, controller } of others) {
    const other: Play = {
      world,
      demand,
      controller,
      bounds,
      ...(play.initial === undefined ? {} : { initial: play.initial }),
    };
    rows.push(
      rowOf(
        name,
        scoreOf(other, () => progress.step(name)),
        best,
      ),
    );
  }
  progress.end();
  return { rows, hours: own.hours };
}

/** Steps of the demand, and the workers that the highest of them needs. */
function extentOf({ steps }: DemandSteps, world: World): { readonly count: number; readonly peak: number } {
  let [count, highest] = [0, 0];
  for (const value of steps) {
    count += 1;
    highest = Math.max(highest, value);
  }
  return { count, peak: Math.max(1, Math.ceil(highest / workerRateOf(world))) };
}
