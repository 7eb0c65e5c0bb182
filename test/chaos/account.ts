import type { EvaluationReport } from '../../shared/evaluation/index.ts';
import { type Policy, parsePolicy } from '../../shared/policy/index.ts';
import { autoScalingGroupOf, type GroupName, neededFor, STAGE } from './groups.ts';
import type { FaultInjector } from './inject-faults.ts';
import type { Evidence } from './invariants/index.ts';
import type { ChaosStage } from './stage.ts';

/** What a run came to; `--json` prints it. */
export interface ChaosAccount {
  readonly seed: number;
  readonly seconds: number;
  readonly processes: number;
  readonly kills: number;
  /** By what they reported. */
  readonly evaluations: Readonly<Partial<Record<EvaluationReport['result'], number>>>;
  readonly activities: number;
  /** Activities that another evaluation than the one that began them has finished, draining or abandoned. */
  readonly finishedByOthers: number;
  readonly launched: number;
  /** Faults injected by the plan. */
  readonly disturbances: number;
  /** What must hold and does not, a sentence each. */
  readonly violations: readonly string[];
}

const ALL = 10_000;

/** All that is known of a group at this moment. */
export async function evidenceOf(group: GroupName, stage: ChaosStage, disturber: FaultInjector): Promise<Evidence> {
  const { store, ec2, autoScaling, requests, launchedByHand } = stage;
  const name = autoScalingGroupOf(group);
  const [states, activities] = await Promise.all([store.states.read([group]), store.activities.list(group, ALL)]);
  const state = states.get(group);
  if (!state) throw new Error(`${group} has no state.`);
  const versions = [...new Set([...activities.map(({ version }) => version), state.policy.version ?? 0])];
  const policies = await Promise.all(versions.map((version) => policyOf(group, version, stage)));
  return {
    ...{ stage: STAGE, group, state, activities, requests },
    policies: new Map(policies.flatMap((policy, index) => (policy ? [[versions[index] ?? 0, policy]] : []))),
    instances: ec2.everything(),
    ...(name && { autoScaling: { name, desired: autoScaling.desired(name), byHand: autoScaling.byHand(name) } }),
    byHand: { launched: launchedByHand, ended: disturber.ended },
    begunAnew: disturber.begunAnew.get(group) ?? [],
    needed: neededFor(disturber.tasks(group), disturber.knobs(group)),
  };
}

async function policyOf(group: GroupName, version: number, { store }: ChaosStage): Promise<Policy | null> {
  const parsed = parsePolicy((await store.policies.read([{ group, version }])).get(group));
  return parsed.ok ? parsed.value : null;
}
