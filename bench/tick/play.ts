import { heapOptions } from '../../infra/constructs/handlers/heap.ts';
import { inBlocks } from '../../shared/aws/dynamodb/evaluations/evaluation-blocks.ts';
import { readMessage } from '../../shared/aws/events/evaluation-message.ts';
import { pushedPage } from '../../shared/names/index.ts';
import { median } from '../benchmark.ts';
import { costOf } from '../push/cost.ts';
import { type Dollars, dollarsAMonth, type Run, type TickBill } from './dollars.ts';
import { type Environment, environmentOf } from './environment.ts';
import { FunctionProcess, type Invoked } from './function-process.ts';
import { type GroupKind, WORKERS_PER_GROUP } from './group-kinds.ts';
import { ACTIONS, type Action, leastCalls, type Received } from './least-calls.ts';
import { usualBill } from './usual-bill.ts';

/** The same values as in infra/constructs. */
const MEMORY_MB = { schedule: 256, evaluate: 1024 } as const;
const MESSAGES_PER_INVOCATION = 10;
/** The number of ticks for which a copy of the prices is kept. */
const PRICES_KEPT_TICKS = 5;
/** Ticks until every group has been evaluated once. The first one has half of them, and the last one some for the second time. */
const TICKS_OF_STEADY = 5;
/** Number of ticks after every group has been evaluated once. */
const FOLLOWING = 3;

export interface Bundles {
  readonly schedule: string;
  readonly evaluate: string;
}

export interface Tick {
  readonly due: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly least: Readonly<Record<Action, number>>;
  readonly scheduleMs: number;
  readonly evaluateMs: number;
  readonly evaluateCpuMs: number;
  readonly peakBytes: number;
  readonly bill: TickBill;
}

export interface Played {
  readonly situation: string;
  readonly groups: number;
  /** The first tick, with cold functions that have not read policies. */
  readonly first: Tick;
  /** The last warm tick, with the median times of the warm ticks. */
  readonly following: Tick;
  readonly dollars: Dollars;
  /** Deviations from the minimum number of calls, with the number of the tick. */
  readonly excess: readonly string[];
}

/** Runs the deployed functions for several ticks, in place of the schedule, the queue and Lambda's poller. */
export async function play(
  groupKind: GroupKind,
  groups: number,
  bundles: Bundles,
  report: (progress: string) => void = () => {},
): Promise<Played> {
  const environment = await environmentOf(groupKind, groups);
  const started: FunctionProcess[] = [];
  const start = async (bundle: string, memoryMb: number, heap?: readonly string[]) => {
    const process = await FunctionProcess.start(bundle, memoryMb, environment.url, heap);
    started.push(process);
    return process;
  };
  try {
    const schedule = await start(bundles.schedule, MEMORY_MB.schedule);
    const evaluate = await start(bundles.evaluate, MEMORY_MB.evaluate, heapOptions(MEMORY_MB.evaluate));
    const first = groupKind.isSteady ? TICKS_OF_STEADY : 1;
    const ticks: Tick[] = [];
    const played = { schedule, evaluate, prices: { readAt: Number.NEGATIVE_INFINITY }, known: new Set<string>() };
    for (let tick = 0; tick < first + FOLLOWING; tick++) {
      report(`${groups} ${groupKind.name} groups: tick ${tick + 1} of ${first + FOLLOWING} …`);
      ticks.push(await playTick(groupKind, environment, tick, played));
    }
    const following = ticks.slice(first);
    const bill = usualBill(
      following.map((tick) => tick.bill),
      { alarms: groupKind.alarmsPerGroup * groups, pushes: groupKind.isPushed ? await pushDollars(groups) : 0 },
    );
    return {
      situation: groupKind.name,
      groups,
      first: ticks[0] as Tick,
      following: {
        ...(following.at(-1) as Tick),
        scheduleMs: median(following.map(({ scheduleMs }) => scheduleMs)),
        evaluateMs: median(following.map(({ evaluateMs }) => evaluateMs)),
        evaluateCpuMs: median(following.map(({ evaluateCpuMs }) => evaluateCpuMs)),
      },
      dollars: dollarsAMonth(bill),
      excess: ticks.flatMap((tick, number) => excessOf(tick).map((deviation) => `tick ${number + 1}: ${deviation}`)),
    };
  } finally {
    await Promise.all(started.map((process) => process.stop()));
    await environment.close();
  }
}

interface Processes {
  readonly schedule: FunctionProcess;
  readonly evaluate: FunctionProcess;
  /** The tick in which `evaluate` last read the prices. */
  readonly prices: { readAt: number };
  /** The groups that have been evaluated so far. */
  readonly known: Set<string>;
}

async function playTick(
  groupKind: GroupKind,
  environment: Environment,
  tick: number,
  { schedule, evaluate, prices, known }: Processes,
): Promise<Tick> {
  const { at, due: groupsDue } = environment.passTo(tick);
  const due = groupsDue.length;
  const scheduled = await schedule.invoke({}, at);
  const readsPrices = due > 0 && tick - prices.readAt >= PRICES_KEPT_TICKS;
  if (readsPrices) prices.readAt = tick;
  const received: Received[] = [];
  let blocks = 0;
  const evaluated: Invoked[] = [];
  for (;;) {
    const records = environment.receive(MESSAGES_PER_INVOCATION);
    if (records.length === 0) break;
    const groups = records.flatMap(({ body }) => readMessage(body).groups);
    blocks += inBlocks(groups.map((group) => ({ group }))).length;
    const newGroups = groups.filter((group) => !known.has(group)).length;
    for (const group of groups) known.add(group);
    const pushedPages = groupKind.isPushed ? groups.map(pushedPage) : [];
    received.push({ groups: groups.length, pushedPages, newGroups });
    evaluated.push(await evaluate.invoke({ Records: records }, at));
  }
  const failed = evaluated.filter(({ result }) => JSON.stringify(result) !== '{"batchItemFailures":[]}');
  if (failed.length > 0) throw new Error(`${failed.length} invocations returned failed messages`);
  const { calls, billed } = environment.takeRequests();
  return {
    due,
    calls,
    least: leastCalls({
      invocations: received,
      workersPerGroup: WORKERS_PER_GROUP,
      metricsPerGroup: groupKind.isPushed ? 0 : 1,
      readsPrices,
      blocks,
    }),
    scheduleMs: scheduled.wallMs,
    evaluateMs: sum(evaluated.map(({ wallMs }) => wallMs)),
    evaluateCpuMs: sum(evaluated.map(({ cpuMs }) => cpuMs)),
    peakBytes: Math.max(0, ...evaluated.map(({ peakBytes }) => peakBytes)),
    bill: {
      billed,
      scheduleRuns: [runOf(scheduled, MEMORY_MB.schedule)],
      evaluateRuns: evaluated.map((invoked) => runOf(invoked, MEMORY_MB.evaluate)),
      logBytes: scheduled.logBytes + sum(evaluated.map(({ logBytes }) => logBytes)),
      alarms: 0,
      pushes: 0,
    },
  };
}

/** Without the reads by evaluations, which are counted here. */
async function pushDollars(groups: number): Promise<number> {
  const { events, writes, checks } = await costOf(groups, 'together');
  return groups * (events + writes + checks);
}

const runOf = ({ wallMs, cpuMs }: Invoked, memoryMb: number): Run => ({ memoryMb, wallMs, cpuMs });

function excessOf({ calls, least }: Tick): string[] {
  const actions = new Set<string>([...ACTIONS, ...Object.keys(calls)]);
  return [...actions].flatMap((action) => {
    const [actual, needed] = [calls[action] ?? 0, least[action as Action] ?? 0];
    return actual === needed ? [] : [`${action} ${actual} times instead of ${needed}`];
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
