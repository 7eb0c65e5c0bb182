import type { Policy } from '../../policy/index.ts';
import type { AcceptedPolicies } from '../ports.ts';
import { readAccepted } from './read-accepted.ts';

const MOST_POLICIES = 20_000;

/**
 * Accepted policies by (group, version). A version never changes, so a warm function reads each one once.
 * Only the newest version of a group is kept.
 */
export class PolicyCache {
  readonly #policies = new Map<string, { version: number; policy: Policy }>();

  /** The policies asked for; throws nothing for a single bad one: it is left out, and its group fails alone. */
  async read(
    wanted: readonly { group: string; version: number }[],
    store: AcceptedPolicies,
  ): Promise<Map<string, Policy>> {
    const missing = wanted.filter(({ group, version }) => this.#policies.get(group)?.version !== version);
    if (missing.length > 0) {
      if (this.#policies.size + missing.length > MOST_POLICIES) this.#policies.clear();
      const accepted = await store.read(missing);
      for (const { group, version } of missing) {
        const found = accepted.get(group);
        const parsed = found && readAccepted(found);
        if (parsed?.ok) this.#policies.set(group, { version, policy: parsed.value });
      }
    }
    return new Map(
      wanted.flatMap(({ group, version }): [string, Policy][] => {
        const known = this.#policies.get(group);
        return known?.version === version ? [[group, known.policy]] : [];
      }),
    );
  }
}
