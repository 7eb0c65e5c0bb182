import type { Figures, Sink } from '../comparison/index.ts';
import { needsPossiblePeak, needsScoredTime } from '../comparison/index.ts';
import { InvalidInputError, UserError } from '../model/index.ts';
import { invalidDocument, timeText, titleOf } from '../presentation/index.ts';
import {
  demandExtent,
  demandSteps,
  type Known,
  metricFaults,
  type RecordedDemand,
  type RecordedWorkers,
  recordedDemand,
  type Scenario,
  workersOfResizes,
} from '../simulation/index.ts';
import { notesOn } from './notes.ts';
import { differences } from './output/sentences.ts';
import { demandLines, namesText } from './output/text.ts';
import { pricesFor } from './prices.ts';
import type { BacktestDeployment } from './recordings/deployment.ts';
import { recordedInFile } from './recordings/from-file.ts';
import { recordedInStage } from './recordings/from-stage.ts';
import type { Recorded } from './recordings/recorded.ts';
import { resizesSince } from './recordings/resizes.ts';
import { spanOf } from './recordings/span.ts';
import { Replays } from './replay.ts';
import { type Backtest, extentOf, realityOf } from './result.ts';
import { scenarioBeforeDemand, scenarioOf } from './scenario.ts';
import { type BacktestRequest, DEFAULT_DAYS, type Setting, settingOf } from './setting.ts';

/** A backtest that is ready to be replayed: the input is read and checked. */
export interface PreparedBacktest {
  readonly scenario: Scenario;
  /** Workers that are always there, in every replay. */
  readonly min: number;
  /** Steps of all replays together. */
  readonly steps: number;
  /** Replays every policy. Call it once. `sinkOf` returns the receiver of a replay's decisions and steps, by its name. */
  played(sinkOf: (name: string) => Sink): Promise<Figures>;
  /** What the report page says beside the figures. */
  pageText(figures: Figures): { readonly title: string; readonly about: string; readonly lead: string };
  result(figures: Figures): Backtest;
}

/** Reads the recorded metrics, derives the demand from them, and prepares a replay of each policy on that demand. */
export async function prepareBacktest(
  request: BacktestRequest,
  deployment: BacktestDeployment | null,
): Promise<PreparedBacktest> {
  const setting = await settingOf(request, deployment);
  const recorded = await recordedFor(setting, request, deployment);
  checkMetrics(setting, recorded, request);
  const before = scenarioBeforeDemand(setting.written, setting.policies, recorded.series);
  const { workers, notes } = await workersFor(recorded, before, request, deployment);
  const demand = demandFrom(recorded, { ...before, workers }, request);
  const { policies, candidates } = setting;
  const { scenario, taken } = scenarioOf(setting.written, before.derived, {
    policies,
    demand,
    workers,
    series: recorded.series,
  });
  const rate = scenario.kind === 'interactive' && demand.derivation === 'utilization' ? (scenario.workerRate ?? 1) : 1;
  const points = demand.points.map(({ at, value }) => ({ at, value: value * rate }));
  const { start, end } = extentOf(demand);
  const { group, prices: history } = request;
  const prices = await pricesFor({ candidates, scenario, history, group, start, end }, deployment);
  needsScoredTime(scenario, (end - start) / 1000);
  const steps = demandSteps(points, scenario);
  const { peak } = demandExtent(steps, scenario);
  needsPossiblePeak(scenario, peak);
  const replays = new Replays(candidates, scenario, steps, prices.market);
  const found = {
    group: group ?? candidates[0]?.policy.group ?? '',
    candidates,
    demand,
    scenario,
    taken,
    notes: [
      ...notesOn({ candidates, group, demand, workers, scenario, peak, min: replays.min }),
      ...recorded.notes,
      ...notes,
      ...prices.notes,
    ],
  };
  const resultOf = (figures: Figures): Backtest => ({
    ...found,
    ...figures,
    recorded: realityOf(workers, demand, scenario, { hours: prices.hours, usdPerHour: usdOfWorkerHour(figures) }),
  });
  const about = [`Backtest: ${namesText(found)}.`, ...demandLines(demand), ...found.notes].join(' ');
  return {
    scenario,
    min: replays.min,
    steps: (candidates.length * (end - start)) / 1000 / scenario.tick,
    played: (sinkOf) => replays.played(sinkOf),
    pageText: (figures) => ({ title: found.group, about, lead: differences(resultOf(figures)).join(' ') }),
    result: resultOf,
  };
}

/** A scenario may describe what the policies read, and name further series of the recording. */
function checkMetrics({ written, candidates }: Setting, { series }: Recorded, { scenario }: BacktestRequest): void {
  const policies = candidates.map(({ policy }) => policy);
  const recorded = series.map(({ name }) => name);
  const faults = metricFaults(policies, written.metrics, recorded);
  if (faults.length > 0) throw invalidDocument(titleOf('scenario', scenario?.name ?? ''), faults);
}

async function recordedFor(
  { wanted }: Setting,
  { from, days, group }: BacktestRequest,
  deployment: BacktestDeployment | null,
): Promise<Recorded> {
  if (from !== undefined) return recordedInFile(from, wanted, days);
  if (!deployment || group === undefined) throw new Error('a backtest needs a file or a deployed group');
  return recordedInStage(deployment, group, wanted, spanOf(days ?? DEFAULT_DAYS, Date.now()));
}

/** The number of workers over time: from the file, else from the group's activities, else from the recorded metrics. */
async function workersFor(
  { workers, series }: Recorded,
  timing: { readonly boot: number; readonly drain: number },
  { group, from }: BacktestRequest,
  deployment: BacktestDeployment | null,
): Promise<{ workers: RecordedWorkers | null; notes: string[] }> {
  const isFromFile = from !== undefined && workers !== null;
  if (isFromFile || !deployment || group === undefined) return { workers, notes: [] };
  const start = Math.min(...series.map(({ points }) => points[0]?.at ?? Infinity));
  if (!Number.isFinite(start)) return { workers, notes: [] };
  const resizes = await resizesSince(deployment.store.activities, group, start);
  const [first] = resizes;
  if (!first) return { workers, notes: [] };
  const before = `The first recorded activity is from ${timeText(first.at)} UTC. The backtest assumes ${first.live} workers before that.`;
  return { workers: workersOfResizes(resizes, timing), notes: first.at > start ? [before] : [] };
}

function demandFrom({ series, found }: Recorded, known: Known, { from }: BacktestRequest): RecordedDemand {
  const demand = recordedDemand(series, known);
  if (demand.ok) return demand.value;
  const why = demand.faults.map(({ message }) => message).join('; ');
  const message = `The demand cannot be derived: ${why}.\n${found}.`;
  const [first] = demand.faults;
  const isNothingStored = from === undefined && series.every(({ points }) => points.length === 0);
  const about = {
    ...(first && { reason: { code: first.code, params: first.params } }),
    ...(isNothingStored && { remedy: NOTHING_STORED }),
  };
  throw from === undefined ? new UserError(message, about) : new InvalidInputError(message, about);
}
const NOTHING_STORED =
  '\n"npx headcount preflight FILE" shows which metrics exist. A new group has no recorded metrics yet: replay its policy with "npx headcount simulate" instead.';

/** Dollars of a worker-hour, whatever the worker weighs. */
const usdOfWorkerHour = ({ rows: [first], usdPerHour }: Figures): number =>
  first?.unitHours && first.workerHours > 0 ? first.usd / first.workerHours : usdPerHour;
