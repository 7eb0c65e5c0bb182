import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosAccount, evidenceOf } from './account.ts';
import { GROUPS, type GroupName, knobsOf } from './groups.ts';
import { FaultInjector } from './inject-faults.ts';
import { violations } from './invariants/index.ts';
import { chaosPlan, isInjected, type PlannedProcess } from './plan.ts';
import { type Ended, EvaluationProcesses } from './process.ts';
import { type ChaosStage, setStage } from './stage.ts';

export interface ChaosRun {
  readonly seconds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Processes that run at the same time. */
const COMMANDS = 1;
const FUNCTIONS = 4;
const DISTURB_EVERY_MS = 600;
/** Longer than any lease and drain, so that one step lets everything begun be finished. */
const STEP_SECONDS = 420;
const MOST_STEPS = 10;
const TELL_EVERY_MS = 5_000;

/**
 * Runs evaluations of real processes, kills them and disturbs their local AWS for so many seconds, then lets evaluations
 * that nobody kills settle, and gives account of what must hold.
 */
export async function runChaos({ seconds, seed, signal, tell }: ChaosRun): Promise<ChaosAccount> {
  const processes = new EvaluationProcesses();
  const { onCall, onAnswer } = processes;
  const stage = await setStage({ signal, tell, onCall, onAnswer });
  try {
    const disturber = new FaultInjector(stage);
    for (const group of GROUPS) {
      await disturber.put(group, knobsOf(group));
      await disturber.demand(group, 8);
    }
    tell(
      `Evaluating ${GROUPS.length} groups with ${COMMANDS + FUNCTIONS} processes at a time for ${seconds} s; seed ${seed}.`,
    );
    const played = await play({ seconds, seed, signal, tell }, stage, disturber, processes);
    tell('No more kills. Letting evaluations settle.');
    const settled = await settle(stage, disturber, processes, signal);
    return await account({ seconds, seed }, stage, disturber, played, settled);
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
  { seconds, seed, signal, tell }: ChaosRun,
  stage: ChaosStage,
  disturber: FaultInjector,
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
  const disturbing = async () => {
    for (; goesOn(); injectedFaults++) {
      await disturber.do(plan.injectedFault());
      await disturber.publish();
      await sleep(DISTURB_EVERY_MS);
    }
  };
  const telling = setInterval(() => {
    const killed = ended.filter((each) => each.killed).length;
    tell(`${ended.length} processes, ${killed} of them killed; ${injectedFaults} injected faults.`);
  }, TELL_EVERY_MS);
  try {
    await Promise.all([
      // Who still lives at the end dies then.
      disturbing().finally(() => processes.killAll()),
      ...Array.from({ length: COMMANDS }, () => evaluating(plan.command)),
      ...Array.from({ length: FUNCTIONS }, () => evaluating(plan.function)),
    ]);
  } finally {
    clearInterval(telling);
  }
  signal.throwIfAborted();
  return { ended, injectedFaults };
}

/** Evaluates by the same command, unharmed, until every group has come to rest. */
async function settle(
  stage: ChaosStage,
  disturber: FaultInjector,
  processes: EvaluationProcesses,
  signal: AbortSignal,
): Promise<Ended[]> {
  disturber.plenty();
  for (const group of GROUPS) await disturber.put(group, { ...disturber.knobs(group), paused: false });
  const ended: Ended[] = [];
  let restless = GROUPS;
  for (let step = 0; step < MOST_STEPS && restless.length > 0; step++) {
    signal.throwIfAborted();
    stage.clock.moveOn(STEP_SECONDS);
    await disturber.publish();
    ended.push(...(await Promise.all(restless.map((group) => processes.run(unharmed(group), stage)))));
    const found = await Promise.all(GROUPS.map((group) => evidenceOf(group, stage, disturber)));
    restless = GROUPS.filter((_, index) => {
      const evidence = found[index];
      return evidence && violations(evidence).length > 0;
    });
  }
  return ended;
}

const unharmed = (group: GroupName): PlannedProcess => ({
  ...{ kind: 'command', group, seed: 0, skew: 0, fate: { kind: 'lives' } },
});

async function account(
  { seconds, seed }: Pick<ChaosRun, 'seconds' | 'seed'>,
  stage: ChaosStage,
  disturber: FaultInjector,
  { ended, injectedFaults }: Played,
  settled: readonly Ended[],
): Promise<ChaosAccount> {
  const evidence = await Promise.all(GROUPS.map((group) => evidenceOf(group, stage, disturber)));
  const all = [...ended, ...settled];
  const reports = all.flatMap((each) => each.reports);
  const activities = evidence.flatMap((each) => each.activities);
  const stray = stage.ec2
    .everything()
    .filter(({ id, endedAt }) => endedAt !== null && stage.launchedByHand.has(id))
    .map(({ id }) => `${id}, which no evaluation may touch, was ended`);
  return {
    ...{ seed, seconds, disturbances: injectedFaults },
    processes: all.length,
    kills: all.filter(({ killed }) => killed).length,
    evaluations: countBy(reports, ({ result }) => result),
    activities: activities.length,
    finishedByOthers: reports.reduce((sum, { finished }) => sum + (finished?.length ?? 0), 0),
    launched: activities.reduce(
      (sum, { outcome }) => sum + (outcome?.kind === 'launch' ? outcome.launched.length + outcome.ordered : 0),
      0,
    ),
    violations: [...evidence.flatMap(violations), ...stray, ...unexplained(all)],
  };
}

/** A command that neither was killed, nor met an injected fault, nor printed a report has crashed by itself; a function only ends when it is killed. */
const unexplained = (all: readonly Ended[]): string[] =>
  all
    .filter(({ killed, reports, err }) => !killed && reports.length === 0 && !isInjected(err))
    .map(({ err }) => `an evaluation ended by itself, without a report: ${err}`);

const countBy = <T, K extends string>(all: readonly T[], key: (each: T) => K): Partial<Record<K, number>> =>
  Object.fromEntries([...Map.groupBy(all, key)].map(([name, { length }]) => [name, length])) as Partial<
    Record<K, number>
  >;
