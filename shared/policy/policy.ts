import type { Behavior } from './behavior.ts';
import { filledBehavior, floorOf, type Profile } from './defaults.ts';
import { type ParsedDocument, policyDocument } from './document.ts';
import { type Fault, faultsOf, issueMessage } from './faults.ts';
import { deploymentFaults, namedRules, readableParts, referenceFaults } from './references.ts';
import type { Rule } from './rules.ts';

/** An accepted policy: every default filled in, durations in seconds, every rule named. */
export interface Policy extends Omit<ParsedDocument, 'rules' | 'behavior' | 'guards' | 'profile'> {
  readonly profile: Profile;
  readonly rules: readonly Rule[];
  readonly behavior: Behavior;
  readonly guards: ParsedDocument['guards'] & { readonly floor: number };
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a policy document from outside. Never throws: what is wrong comes back as faults, all of them at once. */
export function parsePolicy(written: unknown): Parsed<Policy> {
  const parsed = policyDocument.safeParse(written, { error: issueMessage });
  if (!parsed.success) {
    return { ok: false, faults: [...faultsOf(parsed.error), ...referenceFaults(readableParts(written))] };
  }
  const document = parsed.data;
  const faults = referenceFaults({ ...document, hasProvider: document.provider !== undefined });
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    value: {
      ...document,
      profile: document.profile ?? 'balanced',
      rules: namedRules(document.rules),
      behavior: filledBehavior(document.behavior, document.profile, document.tier, document.rules),
      guards: { ...document.guards, floor: floorOf(document.tier, document.guards.floor) },
    },
  };
}

/** As {@link parsePolicy}, but the policy must also be able to run a group: something to resize, and all it needs is built. */
export function parseDeployable(written: unknown): Parsed<Policy> {
  const parsed = parsePolicy(written);
  const faults = [...(parsed.ok ? [] : parsed.faults), ...deploymentFaults(readableParts(written))];
  return parsed.ok && faults.length === 0 ? parsed : { ok: false, faults };
}
