import type { EvaluationReport } from '../../shared/evaluation/index.ts';
import { type Policy, parsePolicy } from '../../shared/policy/index.ts';
import {
  autoScalingGroupOf,
  fleetOf,
  type GroupName,
  isRolling,
  machinesOf,
  neededFor,
  poolOf,
  STAGE,
  serviceOf,
} from './groups.ts';
import type { FaultInjector } from './inject-faults.ts';
import type { Evidence } from './invariants/index.ts';
import type { ChaosStage } from './stage/stage.ts';

/** The outcome of a run; `--json` prints it. */
export interface ChaosAccount {
  readonly seed: number;
  readonly seconds: number;
  readonly processes: number;
  readonly kills: number;
  /** The number of evaluations by the result that they reported. */
  readonly evaluations: Readonly<Partial<Record<EvaluationReport['result'], number>>>;
  readonly activities: number;
  /** Activities that a later evaluation finished, not the one that began them. */
  readonly finishedByOthers: number;
  readonly launched: number;
  /** Members of warm pools that were started. */
  readonly started: number;
  readonly injectedFaults: number;
  /** A sentence for each violation of an invariant. */
  readonly violations: readonly string[];
}

const ALL = 10_000;

/** Everything that is known about a group now. */
export async function evidenceOf(group: GroupName, stage: ChaosStage, injector: FaultInjector): Promise<Evidence> {
  const { store, instances, autoScaling, ecs, fleets, machines, requests, launchedByHand, prepared } = stage;
  const [name, service, fleet, of] = [autoScalingGroupOf(group), serviceOf(group), fleetOf(group), machinesOf(group)];
  const pool = poolOf(group, injector.knobs(group));
  const byHand = { raised: 0, lowered: 0 };
  const [states, activities] = await Promise.all([store.states.read([group]), store.activities.list(group, ALL)]);
  const state = states.get(group);
  if (!state) throw new Error(`${group} has no state.`);
  const versions = [...new Set([...activities.map(({ version }) => version), state.policy.version ?? 0])];
  const policies = await Promise.all(versions.map((version) => policyOf(group, version, stage)));
  return {
    ...{ stage: STAGE, group, state, activities, requests },
    policies: new Map(policies.flatMap((policy, index) => (policy ? [[versions[index] ?? 0, policy]] : []))),
    instances: instances(),
    ...(name && { sized: { name, desired: autoScaling.held(name), byHand: autoScaling.byHand(name) } }),
    ...(service && { sized: { name: service, desired: ecs.held(service), byHand: ecs.byHand(service) } }),
    ...(fleet && { sized: { name: fleet, desired: fleets.held(fleet), byHand } }),
    ...(of && { sized: { name: of, desired: machines.desired(group), byHand } }),
    byHand: { launched: new Set([...launchedByHand, ...prepared]), ended: injector.ended },
    begunAnew: injector.begunAnew.get(group) ?? [],
    isRolling: isRolling(group),
    ...(pool !== null && { pool }),
    needed: neededFor(injector.tasks(group), injector.knobs(group)),
  };
}

async function policyOf(group: GroupName, version: number, { store }: ChaosStage): Promise<Policy | null> {
  const parsed = parsePolicy((await store.policies.read([{ group, version }])).get(group));
  return parsed.ok ? parsed.value : null;
}
