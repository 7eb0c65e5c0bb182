import { isDeepStrictEqual } from 'node:util';
import { type Policy, type PolicyDocument, parsePolicy } from '../../policy/index.ts';
import { type PolicyChange, policyChanges } from './changes/changes.ts';
import { knownPolicy, knownVersion, policyOf, type VersionsUse, versionBefore } from './use.ts';

export interface PolicyComparison {
  readonly group: string;
  /** Versions; null for a group without an active version. */
  readonly from: number | null;
  /** Null for a document that is not in the table. */
  readonly to: number | null;
  readonly changes: readonly PolicyChange[];
}

/** Compares two versions by meaning: by default the one before the active one with the active one. */
export async function comparedVersions(
  group: string,
  wanted: { readonly from?: number; readonly to?: number },
  use: VersionsUse,
): Promise<PolicyComparison> {
  const { inForce, newest } = await knownPolicy(group, use);
  const read = (version: number) => knownVersion(group, version, newest, use);
  const from = wanted.from === undefined ? await versionBefore(group, inForce, use) : await read(wanted.from);
  const to = await read(wanted.to ?? inForce ?? newest?.version ?? 0);
  const changes = policyChanges(policyOf(from), policyOf(to));
  return { group, from: from.version, to: to.version, changes };
}

/**
 * Compares the active version of a group with a valid document: what applying the document would change. A document that
 * is written as the active version is no change, even if a default has changed since.
 */
export async function comparedWithTable(
  document: PolicyDocument,
  { records, versions }: VersionsUse,
): Promise<PolicyComparison> {
  const { group } = document;
  const { inForce } = await records.status(group);
  const active = inForce === null ? null : await versions.read(group, inForce);
  if (!active) return { group, from: null, to: null, changes: [] };
  const isSame = isDeepStrictEqual(active.document, document);
  const changes = isSame ? [] : policyChanges(policyOf(active), parsed(document));
  return { group, from: active.version, to: null, changes };
}

function parsed(document: PolicyDocument): Policy {
  const read = parsePolicy(document);
  if (read.ok) return read.value;
  throw new Error(`the policy of ${document.group} was not checked before`);
}
