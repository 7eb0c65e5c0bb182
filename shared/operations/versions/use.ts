import { acceptedPolicy, type PolicyRecords, type PolicyVersions, type StoredVersion } from '../../evaluation/index.ts';
import type { Policy } from '../../policy/index.ts';
import { because, unknownGroup, versionError } from './reasons.ts';

export interface VersionsUse {
  readonly records: PolicyRecords;
  readonly versions: PolicyVersions;
}

/** What is known of a group's policy. Throws for a group that never had one. */
export async function knownPolicy(group: string, { records }: VersionsUse) {
  const [item, status] = await Promise.all([records.item(group), records.status(group)]);
  if (item === null && status.newest === null) throw unknownGroup(group);
  return { item, ...status };
}

/** A version that is there. Throws for one that never was. */
export async function knownVersion(
  group: string,
  version: number,
  newest: StoredVersion | null,
  { versions }: VersionsUse,
): Promise<StoredVersion> {
  const found = await versions.read(group, version);
  if (found) return found;
  throw versionError(because['version-unknown']({ group, version, newest: newest?.version ?? null }));
}

/** The newest version before the active one. Throws if there is none. */
export async function versionBefore(
  group: string,
  active: number | null,
  { versions }: VersionsUse,
): Promise<StoredVersion> {
  if (active === null) throw versionError(because['version-not-active']({ group }));
  const [before] = await versions.list(group, 1, active);
  if (before) return before;
  throw versionError(because['version-before-unknown']({ group }));
}

/** The policy of a version as it was accepted. Throws for one that this version of Headcount cannot read. */
export function policyOf({ group, version, document, completed = null }: StoredVersion): Policy {
  const policy = acceptedPolicy({ group, version }, { document, completed });
  if (policy instanceof Error) throw policy;
  return policy;
}
