import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Activity } from '../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../shared/policy/index.ts';
import type { ReportDocument } from '../../shared/presentation/index.ts';
import type { PlayedPoint } from './chart.ts';
import type { DemoDemand } from './demand.ts';
import { evaluationLine } from './line.ts';
import { putDemand } from './play.ts';
import { DEMO_GROUP, demoPolicy } from './policy.ts';
import type { DemoStage } from './stage.ts';
import type { DemoOutcome } from './verdict.ts';

export interface DemoRun extends DemoDemand {
  readonly stage: DemoStage;
  readonly stepSeconds: number;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}
export interface PlayedDemo {
  readonly outcome: DemoOutcome;
  readonly points: readonly PlayedPoint[];
}

const IN_FORCE_WITHIN_SECONDS = 30;
/** Time for a tick of the schedule and the evaluations that follow; the whole demo has five minutes. */
const SETTLED_WITHIN_SECONDS = 100;

/** Puts the policy, plays the demand, waits until the group has settled, and returns a summary. */
export async function runDemo(run: DemoRun): Promise<PlayedDemo> {
  const { stage, requestsPerWorker, steps, stepSeconds, signal, print } = run;
  const started = Date.now();
  const policy = demoPolicy(requestsPerWorker, stage.launchTemplate, stage.subnets);
  await stage.store.records.put(policy, { by: 'the demo' });
  await inForce(run, policy);

  const began = Date.now();
  const points: PlayedPoint[] = [];
  const evaluations: ReportDocument[] = [];
  const step = async (demand: number): Promise<void> => {
    signal.throwIfAborted();
    const workers = await putDemand(demand, { cloudwatch: stage.clients.cloudwatch, workers: stage.workers });
    points.push({ at: (Date.now() - began) / 1000, needed: demand / requestsPerWorker, workers });
    await sleep(stepSeconds * 1000, undefined, { signal });
    for (const report of await stage.log.next()) {
      // An emulator that ran before may hold other groups.
      if (report.group !== DEMO_GROUP) continue;
      evaluations.push(report);
      print(evaluationLine(report));
    }
  };
  for (const demand of steps) await step(demand);

  const last = steps.at(-1) ?? 0;
  const until = Date.now() + SETTLED_WITHIN_SECONDS * 1000;
  print('The recording is played. Waiting until the group has settled on its last demand.');
  while (Date.now() < until && !(await isSettled(run, Math.max(1, Math.ceil(last / requestsPerWorker)), evaluations)))
    await step(last);
  return { outcome: await outcomeOf(stage, evaluations, points, started, policy.capacity), points };
}

async function inForce({ stage, signal, print }: DemoRun, policy: PolicyDocument): Promise<void> {
  for (let waited = 0; waited < IN_FORCE_WITHIN_SECONDS; waited += 0.2) {
    const { newest, inForce: version } = await stage.store.records.status(DEMO_GROUP);
    if (newest && version === newest.version && isDeepStrictEqual(newest.document, policy))
      return print(`Version ${version} of the policy is in force; its alarms exist.`);
    await sleep(200, undefined, { signal });
  }
  throw new Error(`on-policy-change did not accept the policy within ${IN_FORCE_WITHIN_SECONDS} s.`);
}

/** Whether the group has as many workers as the demand needs, none of them draining, and both triggers have occurred. */
async function isSettled({ stage }: DemoRun, needed: number, evaluations: readonly ReportDocument[]): Promise<boolean> {
  const workers = await stage.workers();
  const state = (await stage.store.states.read([DEMO_GROUP])).get(DEMO_GROUP);
  const bySchedule = evaluations.some(({ trigger }) => trigger === 'schedule');
  return (
    bySchedule &&
    workers.length === state?.decision.desired &&
    workers.length <= needed &&
    state.claim === null &&
    state.drains.length === 0
  );
}

async function outcomeOf(
  stage: DemoStage,
  evaluations: readonly ReportDocument[],
  points: readonly PlayedPoint[],
  started: number,
  { min, max }: { min: number; max: number },
): Promise<DemoOutcome> {
  const activities: Activity[] = await stage.store.activities.list(DEMO_GROUP, 1000);
  const state = (await stage.store.states.read([DEMO_GROUP])).get(DEMO_GROUP);
  const count = (wanted: ReportDocument['trigger']) => evaluations.filter(({ trigger }) => trigger === wanted).length;
  return {
    evaluations: { schedule: count('schedule'), alarm: count('alarm') },
    activities: activities.filter(({ startedAt }) => startedAt >= started).length,
    peak: Math.max(0, ...points.map(({ workers }) => workers)),
    final: (await stage.workers()).length,
    min,
    max,
    startWorkers: points[0]?.workers ?? 0,
    desired: state?.decision.desired ?? null,
  };
}
