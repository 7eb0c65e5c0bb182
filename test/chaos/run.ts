import { setTimeout as sleep } from 'node:timers/promises';
import { groupedBy } from '../../shared/model/index.ts';
import { type ChaosAccount, evidenceOf } from './account.ts';
import { GROUPS, type GroupName, knobsOf } from './groups.ts';
import { FaultInjector } from './inject-faults.ts';
import { startedBy, violations } from './invariants/index.ts';
import { chaosPlan, isInjected, type PlannedProcess } from './plan.ts';
import { bundledPrograms, type Ended, EvaluationProcesses } from './process.ts';
import { rememberPool } from './remember-pool.ts';
import { type ChaosStage, setStage } from './stage/stage.ts';

export interface ChaosRun {
  readonly seconds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** Numbers of processes that run at the same time. */
const COMMANDS = 1;
const FUNCTIONS = 4;
const INJECT_EVERY_MS = 600;
/** Longer than any lease and drain, so that after one step everything unfinished can be completed. */
const STEP_SECONDS = 420;
const MOST_STEPS = 14;
const REPORT_EVERY_MS = 5_000;

/**
 * Evaluates groups with real processes for so many seconds, while it kills processes and injects faults. Then evaluates
 * without kills and faults until the groups settle, and checks the invariants.
 */
export async function runChaos({ seconds, seed, signal, onProgress }: ChaosRun): Promise<ChaosAccount> {
  const processes = new EvaluationProcesses(await bundledPrograms());
  const { onCall, onAnswer } = processes;
  const stage = await setStage({ signal, onProgress, onCall, onAnswer });
  try {
    const injector = new FaultInjector(stage);
    for (const group of GROUPS) {
      await injector.put(group, knobsOf(group));
      await rememberPool(group, stage);
      await injector.demand(group, 8);
    }
    onProgress(
      `Evaluating ${GROUPS.length} groups with ${COMMANDS + FUNCTIONS} processes at a time for ${seconds} s; seed ${seed}.`,
    );
    const played = await play({ seconds, seed, signal, onProgress }, stage, injector, processes);
    onProgress('No more kills. Letting evaluations settle.');
    const settled = await settle(stage, injector, processes, signal);
    return await account({ seconds, seed }, stage, injector, played, settled);
  } finally {
    processes.killAll();
    await stage.stop();
  }
}

interface Played {
  readonly ended: readonly Ended[];
  readonly injectedFaults: number;
}

async function play(
  { seconds, seed, signal, onProgress }: ChaosRun,
  stage: ChaosStage,
  injector: FaultInjector,
  processes: EvaluationProcesses,
): Promise<Played> {
  const plan = chaosPlan(seed);
  const until = Date.now() + seconds * 1000;
  const goesOn = () => Date.now() < until && !signal.aborted;
  const ended: Ended[] = [];
  let injectedFaults = 0;

  const evaluating = async (next: () => PlannedProcess) => {
    while (goesOn()) ended.push(await processes.run(next(), stage));
  };
  const injecting = async () => {
    for (; goesOn(); injectedFaults++) {
      await injector.inject(plan.injectedFault());
      await injector.publish();
      stage.instances();
      await sleep(INJECT_EVERY_MS);
    }
  };
  const reporting = setInterval(() => {
    const killed = ended.filter((each) => each.killed).length;
    onProgress(`${ended.length} processes, ${killed} of them killed; ${injectedFaults} injected faults.`);
  }, REPORT_EVERY_MS);
  try {
    await Promise.all([
      // At the end, the processes that still run are killed.
      injecting().finally(() => processes.killAll()),
      ...Array.from({ length: COMMANDS }, () => evaluating(plan.command)),
      ...Array.from({ length: FUNCTIONS }, () => evaluating(plan.function)),
    ]);
  } finally {
    clearInterval(reporting);
  }
  signal.throwIfAborted();
  return { ended, injectedFaults };
}

/** Evaluates with the same command, without kills and faults, until no invariant is violated. */
async function settle(
  stage: ChaosStage,
  injector: FaultInjector,
  processes: EvaluationProcesses,
  signal: AbortSignal,
): Promise<Ended[]> {
  injector.plenty();
  for (const group of GROUPS) await injector.put(group, { ...injector.knobs(group), paused: false });
  const ended: Ended[] = [];
  let unsettled = GROUPS;
  for (let step = 0; step < MOST_STEPS && unsettled.length > 0; step++) {
    signal.throwIfAborted();
    stage.clock.moveOn(STEP_SECONDS);
    await injector.publish();
    ended.push(...(await Promise.all(unsettled.map((group) => processes.run(thatLives(group), stage)))));
    const found = await Promise.all(GROUPS.map((group) => evidenceOf(group, stage, injector)));
    unsettled = GROUPS.filter((_, index) => {
      const evidence = found[index];
      return evidence && violations(evidence).length > 0;
    });
  }
  return ended;
}

const thatLives = (group: GroupName): PlannedProcess => ({
  ...{ kind: 'command', group, seed: 0, skew: 0, fate: { kind: 'lives' } },
});

async function account(
  { seconds, seed }: Pick<ChaosRun, 'seconds' | 'seed'>,
  stage: ChaosStage,
  injector: FaultInjector,
  { ended, injectedFaults }: Played,
  settled: readonly Ended[],
): Promise<ChaosAccount> {
  const evidence = await Promise.all(GROUPS.map((group) => evidenceOf(group, stage, injector)));
  const all = [...ended, ...settled];
  const reports = all.flatMap((each) => each.reports);
  const activities = evidence.flatMap((each) => each.activities);
  const stray = stage
    .instances()
    .filter(({ id, endedAt }) => endedAt !== null && stage.launchedByHand.has(id))
    .map(({ id }) => `${id}, which no evaluation may touch, was ended`);
  return {
    ...{ seed, seconds, injectedFaults },
    processes: all.length,
    kills: all.filter(({ killed }) => killed).length,
    evaluations: countBy(reports, ({ result }) => result),
    activities: activities.length,
    finishedByOthers: reports.reduce((sum, { finished }) => sum + (finished?.length ?? 0), 0),
    started: activities.flatMap(startedBy).length,
    launched: activities.reduce(
      (sum, { outcome }) => sum + (outcome?.kind === 'launch' ? outcome.launched.length + outcome.ordered : 0),
      0,
    ),
    violations: [...evidence.flatMap(violations), ...stray, ...unexplained(all)],
  };
}

/**
 * A process crashed by itself if it printed no report, was not killed, and no injected fault stopped it. A function runs
 * until it is killed.
 */
const unexplained = (all: readonly Ended[]): string[] =>
  all
    .filter(({ killed, reports, err }) => !killed && reports.length === 0 && !isInjected(err))
    .map(({ err }) => `an evaluation ended by itself, without a report: ${err}`);

const countBy = <T, K extends string>(all: readonly T[], key: (each: T) => K): Partial<Record<K, number>> =>
  Object.fromEntries([...groupedBy(all, key)].map(([name, { length }]) => [name, length])) as Partial<
    Record<K, number>
  >;
