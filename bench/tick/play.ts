import { median } from '../benchmark.ts';
import { type Dollars, dollarsAMonth, type Run, type TickBill } from './dollars.ts';
import { FunctionProcess, type Invoked } from './function-process.ts';
import { ACTIONS, type Action, leastCalls } from './least-calls.ts';
import { type Situation, WORKERS_EACH } from './situations.ts';
import { usualBill } from './usual-bill.ts';
import { type World, worldOf } from './world.ts';

/** As infra/constructs has them. */
const MEMORY_MB = { schedule: 256, evaluate: 1024 } as const;
const MESSAGES_PER_INVOCATION = 10;
/** Ticks after every group has been seen once. */
const FOLLOWING = 5;

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
  /** Cold functions that know no policy yet. */
  readonly first: Tick;
  /** The last of some warm ticks, its times the median of all of them. */
  readonly following: Tick;
  readonly dollars: Dollars;
  /** Ticks, by number, that called more or less than the least. */
  readonly excess: readonly string[];
}

/** Runs the deployed functions through some ticks, as schedule, queue and poller would. */
export async function play(situation: Situation, groups: number, bundles: Bundles): Promise<Played> {
  const world = await worldOf(situation, groups);
  const started: FunctionProcess[] = [];
  const start = async (bundle: string) => {
    const process = await FunctionProcess.start(bundle, world.url);
    started.push(process);
    return process;
  };
  try {
    const schedule = await start(bundles.schedule);
    const evaluate = await start(bundles.evaluate);
    const ticks: Tick[] = [];
    for (let tick = 0; tick < situation.every + FOLLOWING; tick++) {
      ticks.push(await playTick(situation, world, tick, schedule, evaluate));
    }
    const following = ticks.slice(situation.every);
    const bill = usualBill(
      following.map((tick) => tick.bill),
      situation.alarmsEach * groups,
    );
    return {
      situation: situation.name,
      groups,
      first: ticks[0] as Tick,
      following: {
        ...(following.at(-1) as Tick),
        scheduleMs: median(following.map(({ scheduleMs }) => scheduleMs)),
        evaluateMs: median(following.map(({ evaluateMs }) => evaluateMs)),
        evaluateCpuMs: median(following.map(({ evaluateCpuMs }) => evaluateCpuMs)),
      },
      dollars: dollarsAMonth(bill),
      excess: ticks.flatMap((tick, number) => excessOf(tick).map((told) => `tick ${number + 1}: ${told}`)),
    };
  } finally {
    await Promise.all(started.map((process) => process.stop()));
    await world.close();
  }
}

async function playTick(
  situation: Situation,
  world: World,
  tick: number,
  schedule: FunctionProcess,
  evaluate: FunctionProcess,
): Promise<Tick> {
  const due = world.makeDue(tick);
  const scheduled = await schedule.invoke({});
  const evaluated: Invoked[] = [];
  for (;;) {
    const records = world.receive(MESSAGES_PER_INVOCATION);
    if (records.length === 0) break;
    evaluated.push(await evaluate.invoke({ Records: records }));
  }
  const failed = evaluated.filter(({ result }) => JSON.stringify(result) !== '{"batchItemFailures":[]}');
  if (failed.length > 0) throw new Error(`${failed.length} invocations gave messages back`);
  const { calls, billed } = world.takeAsked();
  const isFirstLook = tick < situation.every;
  const changed = isFirstLook || situation.writesEveryLook ? due : 0;
  return {
    due,
    calls,
    least: leastCalls({ groups: due, workersEach: WORKERS_EACH, metricsEach: 1, areNew: isFirstLook, changed }),
    scheduleMs: scheduled.wallMs,
    evaluateMs: sum(evaluated.map(({ wallMs }) => wallMs)),
    evaluateCpuMs: sum(evaluated.map(({ cpuMs }) => cpuMs)),
    peakBytes: Math.max(0, ...evaluated.map(({ peakBytes }) => peakBytes)),
    bill: {
      billed,
      scheduleRuns: [runOf(scheduled, MEMORY_MB.schedule)],
      evaluateRuns: evaluated.map((each) => runOf(each, MEMORY_MB.evaluate)),
      logBytes: scheduled.logBytes + sum(evaluated.map(({ logBytes }) => logBytes)),
      alarms: 0,
    },
  };
}

const runOf = ({ wallMs, cpuMs }: Invoked, memoryMb: number): Run => ({ memoryMb, wallMs, cpuMs });

function excessOf({ calls, least }: Tick): string[] {
  const actions = new Set<string>([...ACTIONS, ...Object.keys(calls)]);
  return [...actions].flatMap((action) => {
    const [made, needed] = [calls[action] ?? 0, least[action as Action] ?? 0];
    return made === needed ? [] : [`${action} ${made} times rather than ${needed}`];
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
