import { lazyModule } from '../../model/index.ts';
import { type Policy, sealedPolicy } from '../../policy/index.ts';
import type { AcceptedDocument, AcceptedPolicies } from '../ports.ts';
import { becauseOfRecord, recordFault } from '../record-reasons.ts';

const MOST_POLICIES = 20_000;

export interface PoliciesRead {
  readonly policies: ReadonlyMap<string, Policy>;
  /** The errors of policies that cannot be used. Each affects only its own group. */
  readonly errors: ReadonlyMap<string, Error>;
}

/**
 * Accepted policies by group and version. A version never changes, so a warm function reads each version once.
 * The cache keeps only the newest version of a group.
 */
export class PolicyCache {
  readonly #policies = new Map<string, { version: number; policy: Policy }>();

  /** The policy of a group that was read last; null if none was. */
  known(group: string): Policy | null {
    return this.#policies.get(group)?.policy ?? null;
  }

  /** Reads policies. A policy that cannot be used, such as one of a newer schema version, affects only its own group. */
  async read(wanted: readonly { group: string; version: number }[], store: AcceptedPolicies): Promise<PoliciesRead> {
    const errors = new Map<string, Error>();
    const missing = wanted.filter(({ group, version }) => this.#policies.get(group)?.version !== version);
    if (missing.length > 0) {
      if (this.#policies.size + missing.length > MOST_POLICIES) this.#policies.clear();
      const accepted = await store.read(missing);
      for (const { group, version } of missing) {
        const policy = await policyOf({ group, version }, accepted.get(group));
        if (policy instanceof Error) errors.set(group, policy);
        else this.#policies.set(group, { version, policy });
      }
    }
    const policies = new Map(
      wanted.flatMap(({ group, version }): [string, Policy][] => {
        const known = this.#policies.get(group);
        return known?.version === version ? [[group, known.policy]] : [];
      }),
    );
    return { policies, errors };
  }
}

/** What validates policies is loaded with the first that an earlier version has accepted, or somebody has changed. */
const validating = lazyModule(() => import('./read-accepted.ts'));

async function policyOf(
  key: { readonly group: string; readonly version: number },
  accepted: AcceptedDocument | undefined,
): Promise<Policy | Error> {
  if (!accepted) {
    const cause = becauseOfRecord['stored-policy-missing']({});
    return recordFault(becauseOfRecord['policy-unusable']({ ...key, cause }));
  }
  return sealedPolicy(accepted.completed) ?? (await validating()).acceptedPolicy(key, accepted);
}
