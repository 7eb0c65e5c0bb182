import type { Policy, ValidationError } from '../../policy/index.ts';
import { targetOf } from '../../providers/index.ts';
import type { PolicyRecords, Target } from '../ports.ts';
import { evaluationError } from '../reasons.ts';
import { readAccepted } from './read-accepted.ts';

type Records = Pick<PolicyRecords, 'status' | 'targetOwner' | 'claimTarget'>;
type Named = Pick<Policy, 'group' | 'provider'>;

/** What is wrong with a policy if the active one of another group resizes the same. Writes nothing. */
export async function ownedTargetFaults(policy: Named, records: Omit<Records, 'claimTarget'>) {
  const target = targetIn(policy);
  const owner = target && (await records.targetOwner(target));
  return target && owner && (await isOwner(owner, policy.group, target, records)) ? faultsOf(target, owner) : [];
}

/**
 * Notes that the group resizes what its policy names. What is wrong if another group does, which may have been accepted at
 * the same time.
 */
export async function claimTarget(policy: Named, records: Records): Promise<ValidationError[]> {
  const target = targetIn(policy);
  if (target === null) return [];
  const { group } = policy;
  const owner = await records.targetOwner(target);
  if (owner === group) return [];
  if (owner !== null && (await isOwner(owner, group, target, records))) return faultsOf(target, owner);
  const now = await records.claimTarget(target, group, owner);
  return now === group ? [] : faultsOf(target, now);
}

/** Another group whose active policy, or whose last one while it drains, still has this target. */
async function isOwner(owner: string, group: string, target: Target, records: Pick<Records, 'status'>) {
  if (owner === group) return false;
  const { newest, inForce } = await records.status(owner);
  const parsed = inForce === null || newest === null ? null : readAccepted({ completed: null, ...newest });
  const theirs = parsed?.ok ? targetIn(parsed.value) : null;
  return theirs?.kind === target.kind && theirs.target === target.target;
}

function targetIn({ provider }: Named): Target | null {
  const target = targetOf(provider);
  return provider && target !== null ? { kind: provider.kind, target } : null;
}

const faultsOf = ({ kind, target }: Target, group: string): ValidationError[] => [
  evaluationError('provider', 'target-taken', { kind, target, group }),
];
