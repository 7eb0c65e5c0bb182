import { isDeepStrictEqual } from 'node:util';
import { type StoredVersion, wrongFields } from '../../evaluation/index.ts';
import { type Actor, InvalidInputError } from '../../model/index.ts';
import { type Policy, type PolicyDocument, parseDeployable } from '../../policy/index.ts';
import { audited } from '../audit/index.ts';
import { type ChangeUse, write } from './change.ts';
import { type PolicyChange, policyChanges } from './changes/changes.ts';
import { because, versionError } from './reasons.ts';
import { knownPolicy, knownVersion, policyOf, versionBefore } from './use.ts';

export interface RollbackRequest {
  readonly group: string;
  /** The version whose document is put back; by default the one before the active one. */
  readonly to?: number;
  readonly actor: Actor;
}

export interface RolledBack {
  readonly group: string;
  /** The version that was active. */
  readonly from: number | null;
  /** The version whose document becomes the next version. */
  readonly to: number;
  /** `unchanged`: its document is the active one already. */
  readonly result: 'written' | 'unchanged';
  readonly document: PolicyDocument;
  /** Defaults that have changed since that version: they apply as they are now. */
  readonly differences: readonly PolicyChange[];
}

/**
 * Writes the document of an earlier version again; it becomes the next version. Throws for an unknown group or version,
 * for a document that is not valid today, and if somebody changes the policy at the same time.
 */
export async function rollback({ group, to, actor }: RollbackRequest, use: ChangeUse): Promise<RolledBack> {
  const params = to === undefined ? {} : { to };
  return audited(use, { action: 'policy-rollback', actor, group, params }, async () => {
    const { item, inForce, newest, errors, deleting } = await knownPolicy(group, use);
    const target =
      to === undefined ? await versionBefore(group, inForce, use) : await knownVersion(group, to, newest, use);
    const policy = deployable(target);
    const document = target.document as PolicyDocument;
    const rolledBack = { group, from: inForce, to: target.version, document, differences: differences(target, policy) };
    const isActive = inForce === target.version && errors.length === 0 && !deleting;
    if (isActive && isDeepStrictEqual(item?.document, document)) return { ...rolledBack, result: 'unchanged' };
    await write(group, item, { document, actor, rolledBackTo: target.version }, use);
    return { ...rolledBack, result: 'written' };
  });
}

function deployable({ group, version, document }: StoredVersion): Policy {
  const parsed = parseDeployable(document);
  if (parsed.ok) return parsed.value;
  const cause = versionError(because['version-rejected']({ group, version, ...wrongFields(parsed.faults) }));
  throw new InvalidInputError(cause.message, { cause });
}

/** None for a version that was stored without its defaults. */
const differences = (target: StoredVersion, now: Policy): PolicyChange[] =>
  target.completed === undefined ? [] : policyChanges(policyOf(target), now);
