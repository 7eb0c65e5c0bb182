import { CreateTargetGroupCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EvaluationReport } from '../../../shared/evaluation/index.ts';
import { seededRandom } from '../../../shared/simulation/index.ts';
import { evidenceOf } from '../account.ts';
import { STAGE } from '../groups.ts';
import { FaultInjector } from '../inject-faults.ts';
import { type Evidence, isOfGroup, violations } from '../invariants/index.ts';
import { rememberPool } from '../remember-pool.ts';
import { type ChaosStage, setStage } from '../stage/stage.ts';
import { acceptedThroughProxy } from './acceptance.ts';
import { WorstDayFunctions } from './functions.ts';
import * as day from './hours.ts';
import { notMassTerminated } from './judge.ts';
import { Outages } from './outages.ts';
import { statusSeen } from './seen.ts';

export interface WorstDayRun {
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** The outcome of the day; `--json` prints it. */
export interface WorstDayAccount {
  readonly seed: number;
  readonly evaluations: number;
  readonly launched: number;
  /** Workers that Headcount terminated. */
  readonly terminated: number;
  /** Minutes from when everything had healed until every group had what it needs; null: never. */
  readonly convergedAfter: number | null;
  readonly violations: readonly string[];
}

/** A minute of the run takes three seconds, and what an evaluation does not need of it is skipped. */
const SPEED = 20;
const MINUTE = 60_000;
/** Everybody's messages wait, and are received at once when everything has healed. */
const BACKLOG = 4;

/** The worst day, compressed: every minute, two processes evaluate all groups at the same time. */
export async function runWorstDay({ seed, signal, onProgress }: WorstDayRun): Promise<WorstDayAccount> {
  const outages = new Outages(seededRandom(seed));
  const stage = await setStage({ signal, onProgress, onCall: outages.onCall, speed: SPEED });
  const functions = new WorstDayFunctions(stage);
  try {
    const targetGroup = await targetGroupOf(stage);
    const injector = new FaultInjector(stage, (group, document) =>
      group === day.WEB && document.provider?.kind === 'ec2'
        ? { ...document, provider: { ...document.provider, targetGroups: [targetGroup] } }
        : document,
    );
    for (const group of day.WORST_DAY_GROUPS) {
      await injector.put(group, day.KNOBS[group]);
      await rememberPool(group, stage);
    }
    onProgress(
      `Playing the worst day in ${day.HEALED + day.MOST_EVALUATIONS + day.CALM} minutes at most; seed ${seed}.`,
    );
    return await play({ seed, signal, onProgress }, { stage, functions, outages, injector });
  } finally {
    functions.stop();
    await stage.stop();
  }
}

interface Parts {
  readonly stage: ChaosStage;
  readonly functions: WorstDayFunctions;
  readonly outages: Outages;
  readonly injector: FaultInjector;
}

async function play({ seed, signal, onProgress }: WorstDayRun, parts: Parts): Promise<WorstDayAccount> {
  const { stage, functions, outages, injector } = parts;
  const reports: EvaluationReport[] = [];
  const crashed: string[] = [];
  let isAccepted = true;
  let convergedAfter: number | null = null;
  let calm = 0;
  for (
    let minute = 0;
    minute < day.HEALED + day.MOST_EVALUATIONS || (convergedAfter !== null && calm < day.CALM);
    minute++
  ) {
    signal.throwIfAborted();
    const endsAt = stage.clock.now() + MINUTE;
    outages.begin(minute, stage, living(stage, day.WEB));
    await happenings(minute, injector, stage);
    if (minute === day.POLICY_WRITTEN) isAccepted = false;
    // Lambda tries the change again until it succeeds.
    if (!isAccepted && minute > day.POLICY_WRITTEN) {
      isAccepted = await acceptedThroughProxy(day.CI, stage);
      if (isAccepted) onProgress(`minute ${minute}: the policy that was written before the outage is accepted`);
    }
    const answer = await functions.evaluate(day.WORST_DAY_GROUPS, minute === day.HEALED ? BACKLOG : 1);
    reports.push(...answer.reports);
    crashed.push(...answer.errors.filter((error) => /TypeError|RangeError|ReferenceError/.test(error)));
    const shown = day.SHOWN[minute];
    if (shown) onProgress(`minute ${minute}, ${shown}:\n${await statusSeen(stage)}`);
    if (minute >= day.HEALED) {
      const open = (await evidence(parts)).flatMap(violations);
      if (open.length === 0 && isAccepted) {
        calm += 1;
        if (convergedAfter === null) onProgress(`minute ${minute}, converged:\n${await statusSeen(stage)}`);
        convergedAfter ??= minute - day.HEALED;
        if (calm > day.CALM) break;
      } else {
        calm = 0;
        convergedAfter = null;
      }
    }
    stage.clock.moveOn(Math.max(0, (endsAt - stage.clock.now()) / 1000));
  }
  const all = await evidence(parts);
  const activities = all.flatMap((each) => each.activities);
  const terminated = activities.flatMap(({ outcome }) => (outcome?.kind === 'remove' ? outcome.terminated : []));
  return {
    ...{ seed, convergedAfter, evaluations: reports.length, terminated: terminated.length },
    launched: activities.reduce(
      (sum, { outcome }) => sum + (outcome?.kind === 'launch' ? outcome.launched.length : 0),
      0,
    ),
    violations: [
      ...all.flatMap(violations),
      ...notMassTerminated(all),
      ...(isAccepted ? [] : [`${day.CI}: the policy that was written before the outage is lost`]),
      ...(convergedAfter === null
        ? [`not converged ${day.MOST_EVALUATIONS} evaluations after everything had healed`]
        : []),
      ...crashed.map((error) => `an evaluation failed: ${error}`),
    ],
  };
}

const evidence = ({ stage, injector }: Parts): Promise<Evidence[]> =>
  Promise.all(day.WORST_DAY_GROUPS.map((group) => evidenceOf(group, stage, injector)));

/** What customers and AWS do in this minute. */
async function happenings(minute: number, injector: FaultInjector, stage: ChaosStage): Promise<void> {
  for (const { at, group, tasks } of day.DEMAND) if (at === minute) await injector.demand(group, tasks);
  for (const { at, group, workers } of day.LOST) {
    if (at !== minute) continue;
    for (const id of living(stage, group).slice(0, workers)) {
      injector.ended.add(id);
      stage.ec2.reclaim(id);
    }
  }
  if (minute === day.POLICY_WRITTEN) await injector.write(day.CI, day.CHANGED);
}

/** The workers that evaluations launched and nobody protects. */
const living = ({ instances, launchedByHand, prepared }: ChaosStage, group: string): string[] =>
  instances()
    .filter(
      ({ id, tags, endedAt }) =>
        endedAt === null && !launchedByHand.has(id) && isOfGroup({ stage: STAGE, group }, tags),
    )
    .map(({ id }) => id)
    .filter((id) => !prepared.has(id));

async function targetGroupOf({ localAws }: ChaosStage): Promise<string> {
  const { environment } = localAws;
  const client = new ElasticLoadBalancingV2Client({
    ...{ endpoint: environment['AWS_ENDPOINT_URL'] ?? '', region: environment['AWS_REGION'] ?? '' },
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
  const made = { Name: 'web', Protocol: 'HTTP', Port: 80, VpcId: 'vpc-00000001' } as const;
  const { TargetGroups = [] } = await client.send(new CreateTargetGroupCommand(made));
  client.destroy();
  return TargetGroups[0]?.TargetGroupArn ?? '';
}
