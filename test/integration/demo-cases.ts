import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { readDemand } from '../../local/demo/demand.ts';
import { DEMO_GROUP } from '../../local/demo/policy.ts';
import { runDemo } from '../../local/demo/run.ts';
import { openStage, STAGE } from '../../local/demo/stage.ts';
import { shortcomings } from '../../local/demo/verdict.ts';
import { EvaluationLog } from '../../local/demo/watch.ts';
import { type Decision, decide } from '../../shared/decision/index.ts';
import type { Activity } from '../../shared/evaluation/index.ts';
import { functionName } from '../../shared/names/names.ts';
import { parseObservation, parsePolicy } from '../../shared/policy/index.ts';
import type { CaseDocument, ReportDocument } from '../../shared/presentation/index.ts';

/** The demo's day in as many seconds; twice, so that it rises and falls more than once. */
const STEPS = 18;
const TAIL_STEPS = 3;

export interface DemoCases {
  /** What the demo did not come to. */
  readonly missing: readonly string[];
  /** Of all groups, since the stage was deployed. */
  readonly cases: readonly CaseDocument[];
  readonly reports: readonly ReportDocument[];
  readonly activities: readonly Activity[];
}

/** Plays the demo on a deployed stage that records its cases, its group looked at every second besides. */
export async function demoCases(look: (group: string) => Promise<unknown>): Promise<DemoCases> {
  const stage = await openStage();
  const ending = new AbortController();
  const looks = async () => {
    for (; !ending.signal.aborted; await sleep(1000)) await look(DEMO_GROUP);
  };
  const { steps, requestsPerWorker } = await readDemand(undefined, STEPS, TAIL_STEPS);
  const run = {
    steps: [...steps, ...steps],
    requestsPerWorker,
    stage,
    stepSeconds: 1,
    signal: ending.signal,
    print: () => {},
  };
  const [{ outcome }] = await Promise.all([runDemo(run).finally(() => ending.abort()), looks()]);

  const logs = new CloudWatchLogsClient();
  const names = ['evaluate', 'on-alarm', 'on-worker-event'].map((name) => `/aws/lambda/${functionName(STAGE, name)}`);
  const log = new EvaluationLog(logs, names, 0);
  const reports = await log.next();
  logs.destroy();
  return {
    missing: shortcomings(outcome),
    cases: log.cases,
    reports,
    activities: await stage.store.activities.list(DEMO_GROUP, 1000),
  };
}

/** The decision on a case as it was recorded, by the function that a replay calls. */
export function decidedAgain({ policy, observation }: Pick<CaseDocument, 'policy' | 'observation'>): Decision {
  const [read, seen] = [parsePolicy(policy), parseObservation(observation)];
  if (read.ok && seen.ok) return decide(read.value, seen.value);
  throw new Error(JSON.stringify([read, seen]));
}
