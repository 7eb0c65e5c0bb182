import type { Observation } from '../../policy/index.ts';
import type { DecisionMemory } from '../slices/decision.ts';

/** About 50 bytes each: DynamoDB bills a write by the size of the item. Others are idle once there is room for them. */
const MOST_IDLE = 1000;

/** Since when workers are idle: what the observation shows, those that are idle longest first. */
export function idleSinceAfter(
  { idleSince: before = {} }: Pick<DecisionMemory, 'idleSince'>,
  { workers }: Pick<Observation, 'workers'>,
): Pick<DecisionMemory, 'idleSince'> {
  const idle = (Array.isArray(workers) ? workers : []).flatMap(({ id, idleSince }) =>
    idleSince === undefined ? [] : [[id, idleSince] as const],
  );
  const kept = idle.toSorted(([, one], [, other]) => one - other).slice(0, MOST_IDLE);
  const isSame = kept.length === Object.keys(before).length && kept.every(([id, since]) => before[id] === since);
  return isSame ? {} : { idleSince: Object.fromEntries(kept) };
}
