import { historySeconds, servingIn } from '../../decision/index.ts';
import { fleetOf } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import type { DecisionMemory } from '../slices/decision.ts';

/** DynamoDB bills a write by the size of the item: a group that changes more often forgets the oldest numbers earlier. */
const MOST_NUMBERS = 120;
/** For metrics that only an observation knows. */
const LEAST_SECONDS = 600;

/**
 * How many workers served, from which moment on: as far back as a datapoint can be used. A steady group has one entry, and
 * no write for it.
 */
export function servingAfter(
  { serving: before = [] }: Pick<DecisionMemory, 'serving'>,
  policy: Policy,
  observation: Observation,
): Pick<DecisionMemory, 'serving'> {
  const workers = servingIn(fleetOf(policy, observation));
  if (before.at(-1)?.workers === workers) return {};
  const oldest = observation.now - Math.max(LEAST_SECONDS, historySeconds(policy)) * 1000;
  const reached = before.filter((_, index) => (before[index + 1]?.at ?? Infinity) > oldest);
  return { serving: [...reached, { at: observation.now, workers }].slice(-MOST_NUMBERS) };
}
