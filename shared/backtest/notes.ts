import { weightsFor } from '../providers/index.ts';
import type { RecordedDemand, RecordedWorkers, Scenario } from '../simulation/index.ts';
import type { Candidate } from './policies.ts';

/** Notes on what the figures of a backtest don't show. `peak`: workers that the highest demand needs; `min`: `capacity.min`. */
export function notesOn({
  candidates,
  group,
  demand,
  workers,
  scenario,
  peak,
  min,
}: {
  readonly candidates: readonly Candidate[];
  readonly group: string | undefined;
  readonly demand: RecordedDemand;
  readonly workers: RecordedWorkers | null;
  readonly scenario: Scenario;
  readonly peak: number;
  readonly min: number;
}): string[] {
  return [
    ...policiesOfOtherGroups(candidates, group),
    ...weightNotes(candidates, demand, workers),
    ...(peak > min ? [] : [smallDemandNote(min, demand, scenario)]),
  ];
}

/** Usually the demand is in another unit than the scenario. A demand from utilization is in workers, so its unit is right. */
function smallDemandNote(min: number, { derivation }: RecordedDemand, { kind }: Scenario): string {
  const field = kind === 'queue' ? 'taskSeconds' : 'workerRate';
  const remedy = derivation === 'utilization' ? '' : ` Check ${field} in the scenario.`;
  return `The demand never needs more than capacity.min, ${min}, so the rules have nothing to decide.${remedy}`;
}

/** Utilization is a share of capacity, and a recorded number of workers says nothing of their weights. */
const weightNotes = (
  candidates: readonly Candidate[],
  { derivation }: RecordedDemand,
  workers: RecordedWorkers | null,
): string[] =>
  derivation === 'utilization' && !workers?.unitsEach && candidates.some(({ policy }) => weightsFor(policy.provider))
    ? [
        'Weights: the recorded number of workers says nothing of their weights, so the demand counts each recorded worker as one unit of capacity.',
      ]
    : [];

/** Notes on policies of another group than the one that was recorded. Usually that is a mistake. */
const policiesOfOtherGroups = (candidates: readonly Candidate[], group: string | undefined): string[] =>
  candidates
    .filter(({ policy }) => group !== undefined && policy.group !== group)
    .map(({ title, policy }) => `${title} is a policy of ${policy.group}; it is replayed on the demand of ${group}.`);
