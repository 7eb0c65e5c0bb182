import type { Policy } from '../../../policy/index.ts';
import { weightsFor } from '../../../providers/index.ts';
import type { ProviderMemory } from '../../../state/index.ts';
import type { Present } from './present.ts';

/** Units of capacity by type of the workers that are there. */
export type Weights = NonNullable<ProviderMemory['weights']>;

const NONE: Weights = {};

/**
 * The workers with their weights, by the policy in force. A type that has left the policy keeps the weight that was known
 * last. If the policy has no weights, capacity counts what the provider says, or else workers.
 */
export function weighed(
  present: Present,
  { provider }: Pick<Policy, 'provider'>,
  { weights: before = NONE }: Pick<ProviderMemory, 'weights'>,
): { readonly present: Present; readonly weights: Weights } {
  const weightOfType = weigher(provider, before);
  if (weightOfType === null) return { present, weights: NONE };
  const workers = present.workers.map((worker) => ({ ...worker, weight: weightOfType(worker.details.instanceType) }));
  const weights = workers.map(({ weight, details: { instanceType = '' } }) => [instanceType, weight]);
  return {
    present: {
      ...present,
      workers,
      ended: present.ended.map((worker) => ({ ...worker, weight: weightOfType(worker.instanceType) })),
    },
    weights: Object.fromEntries(weights),
  };
}

/** What a worker of a type counts as; null if the policy has no weights. */
export function weigher(provider: Policy['provider'], before: Weights = NONE): ((type?: string) => number) | null {
  const known = weightsFor(provider);
  return known && ((type = '') => valueIn(known, type) ?? valueIn(before, type) ?? 1);
}

const valueIn = (weights: Weights, type: string): number | undefined =>
  Object.hasOwn(weights, type) ? weights[type] : undefined;

/** What must be stored of the weights; null if they are known. */
export function weightsAfter(
  { weights: before = NONE }: Pick<ProviderMemory, 'weights'>,
  weights: Weights,
): Pick<ProviderMemory, 'weights'> | null {
  const types = Object.keys(weights);
  const isSame = types.length === Object.keys(before).length && types.every((type) => before[type] === weights[type]);
  return isSame ? null : { weights };
}
