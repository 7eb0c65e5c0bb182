import { canonical, checksum, extended } from '../model/index.ts';
import { POLICY_EDITION } from './edition.ts';
import type { Policy } from './policy.ts';

/** Raised when a stored completed policy changes its meaning. A new field needs a default that changes nothing. */
export const SCHEMA_VERSION = 2;

/** A policy with every default filled in, as plain JSON: changing a default changes no accepted policy. */
export interface CompletedPolicy {
  readonly schemaVersion: number;
  readonly policy: Policy;
  /** Says that this edition of the format has accepted exactly this policy, so that it need not be checked again. */
  readonly seal: string;
}

export const completedPolicy = (policy: Policy): CompletedPolicy => ({
  schemaVersion: SCHEMA_VERSION,
  policy,
  seal: sealOf(policy),
});

/**
 * The policy that {@link completedPolicy} was given, if this edition has sealed it and nobody has changed it since: it is
 * valid and complete. Null for any other, which may be valid, too.
 */
export function sealedPolicy(completed: unknown): Policy | null {
  const { schemaVersion, policy, seal } = Object(completed) as Partial<CompletedPolicy>;
  return schemaVersion === SCHEMA_VERSION && policy && seal === sealOf(policy) ? policy : null;
}

/** No signature: whoever can write a seal can write a policy, too. */
const sealOf = (policy: Policy): string =>
  checksum(`${POLICY_EDITION}${extensionEditions(policy)} ${canonical(policy)}`);

/** The editions of the kinds of extensions that a policy names; empty without. */
function extensionEditions({ rules, metrics, provider }: Policy): string {
  const added = extended();
  const named = [
    ...rules.map(({ kind }) => added.rules.get(kind)),
    ...Object.values(metrics).flatMap((metric) => Object.keys(metric).map((field) => added.sources.get(field))),
    added.providers.get(provider?.kind ?? ''),
  ];
  return named.map((kind) => kind?.edition ?? '').join('');
}
