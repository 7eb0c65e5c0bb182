import type { Deployment } from '../../cli/aws.ts';
import { EXIT, Failure } from '../../cli/failure.ts';
import { timeText } from '../../cli/output.ts';
import { needsFileNames, Outputs } from '../comparison/outputs.ts';
import { needsScoredTime } from '../comparison/scored.ts';
import {
  demandSteps,
  type Known,
  type RecordedDemand,
  type RecordedWorkers,
  recordedDemand,
  workersOfResizes,
} from '../simulation/index.ts';
import { recordedInCloudWatch } from './from-cloudwatch.ts';
import { recordedInFile } from './from-file.ts';
import type { Candidate } from './policies.ts';
import type { Recorded } from './recorded.ts';
import { Replays } from './replay.ts';
import { resizesSince } from './resizes.ts';
import { type Backtest, extentOf, realityOf } from './result.ts';
import { differences } from './sentences.ts';
import { type BacktestOptions, type Setting, settingOf, USUAL_DAYS } from './setting.ts';
import { spanOf } from './span.ts';
import { demandLines, namesText } from './text.ts';
import { worldBefore, worldOf } from './world.ts';

/** Reads what was recorded, finds the demand in it, and replays the policies on that. */
export async function backtest(options: BacktestOptions, deployment: Deployment | null): Promise<Backtest> {
  needsFileNames(options, [options.policy, options.from, options.world]);
  const setting = await settingOf(options, deployment);
  const recorded = await recordedFor(setting, options, deployment);
  const before = worldBefore(setting.written, setting.policies, recorded.series);
  const { workers, notes } = await workersFor(recorded, before, options, deployment);
  const demand = demandFrom(recorded, { ...before, workers }, options);
  const { policies, candidates } = setting;
  const { world, taken } = worldOf(setting.written, before.derived, {
    ...{ policies, demand, workers },
    series: recorded.series,
  });
  const rate = world.kind === 'interactive' && demand.derivation === 'utilization' ? (world.workerRate ?? 1) : 1;
  const points = demand.points.map(({ at, value }) => ({ at, value: value * rate }));
  const found = {
    group: options.group ?? candidates[0]?.policy.group ?? '',
    ...{
      candidates,
      demand,
      world,
      taken,
      notes: [...strangers(candidates, options.group), ...recorded.notes, ...notes],
    },
    recorded: realityOf(workers, demand, world),
  };
  const { start, end } = extentOf(demand);
  needsScoredTime(world, (end - start) / 1000);
  const replays = new Replays(candidates, world, demandSteps(points, world));
  return withOutputs(replays, found, options);
}

function recordedFor(
  { wanted }: Setting,
  { from, days }: BacktestOptions,
  deployment: Deployment | null,
): Promise<Recorded> {
  if (from !== undefined) return recordedInFile(from, wanted, days);
  if (!deployment) throw new Error('without a file there is a deployment');
  return recordedInCloudWatch(deployment, wanted, spanOf(days ?? USUAL_DAYS, Date.now()));
}

/** The number of workers: a file's, else by the group's resizes, else as another autoscaler recorded it. */
async function workersFor(
  { workers, series }: Recorded,
  timing: { readonly boot: number; readonly drain: number },
  { group, from }: BacktestOptions,
  deployment: Deployment | null,
): Promise<{ workers: RecordedWorkers | null; notes: string[] }> {
  const isOfFile = from !== undefined && workers !== null;
  if (isOfFile || !deployment || group === undefined) return { workers, notes: [] };
  const start = Math.min(...series.map(({ points }) => points[0]?.at ?? Infinity));
  if (!Number.isFinite(start)) return { workers, notes: [] };
  const resizes = await resizesSince(deployment.store.activities, group, start);
  const [first] = resizes;
  if (!first) return { workers, notes: [] };
  const before = `The first resize on record is of ${timeText(first.at)} UTC: before it, the group is taken to have had ${first.live} workers.`;
  return { workers: workersOfResizes(resizes, timing), notes: first.at > start ? [before] : [] };
}

function demandFrom({ series, found }: Recorded, known: Known, { from }: BacktestOptions): RecordedDemand {
  const demand = recordedDemand(series, known);
  if (demand.ok) return demand.value;
  const why = demand.faults.map(({ message }) => message).join('; ');
  const exitCode = from === undefined ? EXIT.failed : EXIT.usage;
  throw new Failure(`The demand cannot be found: ${why}.\n${found}.`, exitCode);
}

/** A file may hold the policy of another group; mostly by mistake. */
const strangers = (candidates: readonly Candidate[], group: string | undefined): string[] =>
  candidates
    .filter(({ policy }) => group !== undefined && policy.group !== group)
    .map(({ title, policy }) => `${title} is a policy of ${policy.group}, and is replayed on the demand of ${group}.`);

/** Plays, and leaves the page that was asked for, or, when it fails, none. */
async function withOutputs(
  replays: Replays,
  found: Omit<Backtest, 'rows' | 'hours'>,
  options: BacktestOptions,
): Promise<Backtest> {
  const { world, demand, candidates } = found;
  const { start, end } = extentOf(demand);
  const steps = (candidates.length * (end - start)) / 1000 / world.tick;
  const outputs = new Outputs(options, { world, min: replays.min, steps });
  const about = [`Backtest: ${namesText(found)}.`, ...demandLines(demand), ...found.notes].join(' ');
  const figures = await outputs.during(
    (sinkOf) => replays.played(sinkOf),
    (each) => ({ title: found.group, about, lead: differences({ ...found, ...each }).join(' ') }),
  );
  return { ...found, ...figures };
}
