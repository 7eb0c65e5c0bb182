import type { PolicyItem } from '../../evaluation/index.ts';
import type { Actor } from '../../model/index.ts';
import type { Policy, PolicyDocument } from '../../policy/index.ts';
import { type AuditUse, audited } from '../audit/index.ts';
import { because, missingPolicy, versionError } from './reasons.ts';
import { knownPolicy, policyOf, type VersionsUse } from './use.ts';

export interface ChangeUse extends VersionsUse, AuditUse {}

export interface Put {
  /** Valid and deployable. */
  readonly document: PolicyDocument;
  readonly actor: Actor;
  /** The active version that the caller has seen; null: none. Absent: whichever is active is replaced. */
  readonly ifVersion?: number | null;
}

/** Writes a document, which becomes the next version. Throws if the caller has seen another version than the active one. */
export async function putPolicy({ document, actor, ifVersion }: Put, use: ChangeUse): Promise<void> {
  const { group } = document;
  await audited(use, { action: 'policy-apply', actor, group }, async () => {
    if (ifVersion === undefined) return void (await use.records.put(document, actor));
    await write(group, await seen(group, ifVersion, use), { document, actor }, use);
  });
}

/** The item as it is while this version is active. */
async function seen(group: string, version: number | null, { records }: VersionsUse): Promise<PolicyItem | null> {
  const [item, { inForce }] = await Promise.all([records.item(group), records.status(group)]);
  if (inForce === version) return item;
  if (version === null) throw versionError(because['policy-changed-meanwhile']({ group }));
  throw versionError(because['policy-version-differs']({ group, version, active: inForce }));
}

/** Writes a document over the item that was read, and nothing if somebody changed it since. */
export async function write(
  group: string,
  item: PolicyItem | null,
  { document, actor, rolledBackTo }: Pick<Put, 'document' | 'actor'> & Pick<PolicyItem, 'rolledBackTo'>,
  { records }: VersionsUse,
): Promise<void> {
  if (await records.put(document, { ...actor, ...(rolledBackTo !== undefined && { rolledBackTo }) }, item)) return;
  throw versionError(because['policy-changed-meanwhile']({ group }));
}

export interface Deleted {
  readonly group: string;
  /** The version that was active; null if none was. */
  readonly version: number | null;
  readonly onDelete: Policy['onDelete'];
}

/** What a deletion of the group's policy would do. Throws for a group without a policy. */
export async function deletionOf(group: string, use: VersionsUse): Promise<Deleted & { readonly item: PolicyItem }> {
  const { item, newest, inForce } = await knownPolicy(group, use);
  if (item === null) throw missingPolicy(group);
  const isDrain = inForce !== null && newest !== null && policyOf(newest).onDelete === 'drain';
  return { group, version: inForce, onDelete: isDrain ? 'drain' : 'release', item };
}

/** Deletes the policy of a group. Throws if somebody changed it since `deletion` was read. */
export async function deletePolicy(
  { item, ...deletion }: Awaited<ReturnType<typeof deletionOf>>,
  actor: Actor,
  use: ChangeUse,
): Promise<Deleted> {
  const { group, version, onDelete } = deletion;
  return audited(use, { action: 'policy-delete', actor, group, params: { version, onDelete } }, async () => {
    if (await use.records.remove(group, item)) return deletion;
    throw versionError(because['policy-changed-meanwhile']({ group }));
  });
}
