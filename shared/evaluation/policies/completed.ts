import { type Parsed, type Policy, parsePolicy } from '../../policy/index.ts';

/** Raised when a stored completed policy changes its meaning. */
const SCHEMA_VERSION = 1;

/** A policy with every default filled in, as it is kept with its version: changing a default changes no accepted policy. */
export interface CompletedPolicy {
  readonly schemaVersion: number;
  readonly policy: Policy;
}

export const completedPolicy = (policy: Policy): CompletedPolicy => ({ schemaVersion: SCHEMA_VERSION, policy });

/**
 * The policy as it was accepted. A version from before completed policies were kept is completed now. Throws for one of
 * a newer schema version.
 */
export function readAccepted({ document, completed }: { document: unknown; completed: unknown }): Parsed<Policy> {
  if (completed === null) return parsePolicy(document);
  const { schemaVersion, policy } = completed as CompletedPolicy;
  if (schemaVersion > SCHEMA_VERSION) {
    throw new Error(
      `the accepted policy has schema version ${schemaVersion}; this version of Headcount reads up to ${SCHEMA_VERSION}: update Headcount`,
    );
  }
  // A completed policy is itself a document: it reads as the same policy whatever the defaults become.
  return parsePolicy(policy);
}
