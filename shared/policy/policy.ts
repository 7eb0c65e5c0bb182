import { faultsOf, PARSING, type Parsed } from '../model/index.ts';
import type { Rule } from '../rules/index.ts';
import { filledBehavior, floorOf, type Profile } from './defaults.ts';
import type { Behavior } from './document/behavior.ts';
import { type ParsedDocument, policyDocument } from './document/document.ts';
import { budgetFaults, readableBudgetFaults } from './faults/budget.ts';
import { readableMinimumFaults, statedMinimumFaults } from './faults/minimum.ts';
import { poolFaults, readablePoolFaults } from './faults/pool.ts';
import {
  deploymentFaults,
  namedRules,
  partsOf,
  readableFaults,
  readableParts,
  referenceFaults,
  ruleFaults,
} from './faults/references.ts';
import { withUnknownSources } from './faults/unknown-sources.ts';
import { withAges } from './metrics.ts';

/** An accepted policy: every default filled in, durations in seconds, every rule named. */
export interface Policy extends Omit<ParsedDocument, 'rules' | 'behavior' | 'guards' | 'profile'> {
  readonly profile: Profile;
  readonly rules: readonly Rule[];
  readonly behavior: Behavior;
  readonly guards: ParsedDocument['guards'] & { readonly floor: number };
}

/** Reads a policy document from outside. Never throws: what is wrong comes back as faults, all of them at once. */
export function parsePolicy(written: unknown): Parsed<Policy> {
  const parsed = parseAccepted(written);
  if (!parsed.ok)
    return {
      ok: false,
      faults: [
        ...parsed.faults,
        ...[readableFaults, readableBudgetFaults, readablePoolFaults].flatMap((faultsIn) => faultsIn(written)),
      ],
    };
  const faults = [...ruleFaults(parsed.value.rules), ...budgetFaults(parsed.value), ...poolFaults(parsed.value)];
  return faults.length === 0 ? parsed : { ok: false, faults };
}

/** As {@link parsePolicy}, for a policy that was accepted earlier: what is a fault only since then, it keeps. */
export function parseAccepted(written: unknown): Parsed<Policy> {
  const parsed = policyDocument.safeParse(written, PARSING);
  if (!parsed.success) {
    return {
      ok: false,
      faults: [...withUnknownSources(faultsOf(parsed.error)), ...referenceFaults(readableParts(written))],
    };
  }
  const document = parsed.data;
  const faults = referenceFaults(partsOf(document));
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    value: {
      ...document,
      profile: document.profile ?? 'balanced',
      metrics: withAges(document.metrics),
      rules: namedRules(document.rules),
      behavior: filledBehavior(document.behavior, document),
      guards: { ...document.guards, floor: floorOf(document.tier, document.guards.floor) },
    },
  };
}

/** As {@link parsePolicy}, but the policy must also be able to run a group: something to resize, and all it needs is built. */
export function parseDeployable(written: unknown): Parsed<Policy> {
  const parsed = parsePolicy(written);
  const faults = [
    ...(parsed.ok ? statedMinimumFaults(parsed.value) : [...parsed.faults, ...readableMinimumFaults(written)]),
    ...deploymentFaults(readableParts(written)),
  ];
  return parsed.ok && faults.length === 0 ? parsed : { ok: false, faults };
}
