import { inTurns } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { PolicyCache } from '../policies/policy-cache.ts';
import type { AcceptedPolicies, GroupStates } from '../ports.ts';

/** How long a process pushes by the policy that it has read. A metric that this policy does not have is looked up again. */
const POLICY_KNOWN_MS = 300_000;
const MOST_REMEMBERED = 50_000;
/** A process accepts so many pushes a minute for one group, or for one worker. */
export const MOST_PER_MINUTE = 600;
const MINUTE_MS = 60_000;
/** Calls at the same time: a push may concern thousands of groups. */
export const CALLS_AT_ONCE = 40;
/** How long a process relies on having seen that no value of a group is noted. The schedule evaluates within it. */
const NOTHING_NOTED_MS = 60_000;

interface Reading {
  readonly states: Pick<GroupStates, 'read' | 'isWorker'>;
  readonly policies: AcceptedPolicies;
}

/** What a process remembers between pushes, so that each costs a write and no more. */
export class PushMemory {
  readonly #cache = new PolicyCache();
  readonly #policies = new Map<string, { readonly policy: Policy | null; readonly until: number }>();
  readonly #workers = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #nothingNoted = new Map<string, number>();
  #minute = 0;

  /** The active policies of groups; null for a group that has none. `isNew`: those in memory do not count. */
  async policiesOf(
    groups: readonly string[],
    { states, policies }: Reading,
    now: number,
    isNew = false,
  ): Promise<ReadonlyMap<string, Policy | null>> {
    if (this.#policies.size > MOST_REMEMBERED) this.#policies.clear();
    const missing = groups.filter((group) => isNew || (this.#policies.get(group)?.until ?? 0) <= now);
    if (missing.length > 0) {
      const usable = (await states.read(missing)).usable();
      const inForce = usable.flatMap(({ group, policy: { version, deleting } }) =>
        version === null || deleting ? [] : [{ group, version }],
      );
      const read = await this.#cache.read(inForce, policies);
      for (const group of missing) {
        this.#policies.set(group, { policy: read.policies.get(group) ?? null, until: now + POLICY_KNOWN_MS });
      }
    }
    return new Map(groups.map((group) => [group, this.#policies.get(group)?.policy ?? null]));
  }

  /** Those of these ids that are no worker of the stage. */
  async foreign(ids: readonly string[], { states }: Pick<Reading, 'states'>): Promise<ReadonlySet<string>> {
    if (this.#workers.size > MOST_REMEMBERED) this.#workers.clear();
    const unknown = ids.filter((id) => !this.#workers.has(id));
    const answers = await inTurns(unknown, CALLS_AT_ONCE, (id) => states.isWorker(id));
    unknown.forEach((id, index) => {
      if (answers[index]) this.#workers.add(id);
    });
    return new Set(unknown.filter((_, index) => !answers[index]));
  }

  /** Whether no value of the group's last evaluation for a push is noted, as far as this process knows. */
  isNothingNoted(group: string, now: number): boolean {
    return (this.#nothingNoted.get(group) ?? 0) > now;
  }

  /** `values`: those that are noted. */
  noted(group: string, values: object, now: number): void {
    if (Object.keys(values).length > 0) this.#nothingNoted.delete(group);
    else {
      if (this.#nothingNoted.size > MOST_REMEMBERED) this.#nothingNoted.clear();
      this.#nothingNoted.set(group, now + NOTHING_NOTED_MS);
    }
  }

  /** Counts one push of a group or a worker. Returns whether it is one too many in this minute. */
  isTooOften(of: string, now: number): boolean {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(of) ?? 0) + 1;
    this.#counts.set(of, count);
    return count > MOST_PER_MINUTE;
  }
}
