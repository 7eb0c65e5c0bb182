import { readAccepted, type StoredVersion } from '../../evaluation/index.ts';
import { ReasonedError } from '../../model/index.ts';
import { cursorOf, positionOf } from '../cursor.ts';
import { type PolicyChange, policyChanges } from './changes/changes.ts';
import { knownPolicy, policyOf, type VersionsUse } from './use.ts';

export interface PastVersion extends Omit<StoredVersion, 'completed' | 'mark'> {
  readonly isActive: boolean;
  /** What differs from the version before; null for the first one, and where one of them cannot be read. */
  readonly changes: readonly PolicyChange[] | null;
}

export interface PolicyHistory {
  readonly group: string;
  /** Null if the policy was deleted or never accepted. */
  readonly active: number | null;
  /** Newest first. */
  readonly versions: readonly PastVersion[];
  /** Of the next page; null at the end. */
  readonly cursor: string | null;
}

interface Page {
  readonly limit: number;
  readonly cursor?: string;
  /** A cursor is for the stage that it comes from. */
  readonly stage?: string;
}

export const MOST_VERSIONS = 1000;
const POSITION = /^\d{1,15}$/;

/** The versions of a group's policy. Throws for a group that is unknown, and for a cursor of another list. */
export async function policyHistory(
  group: string,
  { limit, cursor, stage }: Page,
  use: VersionsUse,
): Promise<PolicyHistory> {
  const list = ['versions', stage ?? null, group];
  const before = cursor === undefined ? undefined : Number(positionOf(list, cursor, POSITION));
  const { inForce: active } = await knownPolicy(group, use);
  // One more than asked for: the version before the last one shows what that one changed.
  const found = await use.versions.list(group, limit + 1, before);
  const versions = found.slice(0, limit).map(({ completed, mark: _, ...version }, index) => ({
    ...version,
    isActive: version.version === active,
    changes: changesBetween(found[index + 1], { ...version, completed }),
  }));
  const last = versions.at(-1);
  return { group, active, versions, cursor: last && found.length > limit ? cursorOf(list, `${last.version}`) : null };
}

function changesBetween(before: StoredVersion | undefined, after: StoredVersion): PolicyChange[] | null {
  const isReadable = (version: StoredVersion) => {
    try {
      return readAccepted({ completed: null, ...version }).ok;
    } catch (error) {
      if (error instanceof ReasonedError) return false;
      throw error;
    }
  };
  if (!before || !isReadable(before) || !isReadable(after)) return null;
  return policyChanges(policyOf(before), policyOf(after));
}
