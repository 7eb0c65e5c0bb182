import type { Policy } from '../../policy/index.ts';
import { PolicyCache } from '../policies/policy-cache.ts';
import type { AcceptedPolicies, GroupStates, KnownWorker } from '../ports.ts';

/** How long a process pushes by the policy that it has read. A metric that this policy does not have is looked up again. */
const POLICY_KNOWN_MS = 300_000;
const MOST_REMEMBERED = 50_000;
/** A process accepts so many pushes a minute for one group, or for one worker. */
export const MOST_PER_MINUTE = 600;
const MINUTE_MS = 60_000;
/** Calls at the same time: a push may concern thousands of groups. */
export const CALLS_AT_ONCE = 40;
/** How long a process relies on having seen that no value of a group is noted. A group is not steady before this is over. */
const NOTHING_NOTED_MS = 60_000;

/** Groups that one step of a look-up reads. */
const GROUPS_PER_STEP = 1000;
/**
 * Once so many groups or workers of one push have turned out to be unknown, and they are most of it, no more are looked up:
 * each look-up is paid for, and anybody who may put events can make up names.
 */
export const MOST_UNKNOWN = 100;
/** How often in a minute a process looks up a group again whose policy does not accept a value. */
const MOST_AGAIN = 10;

interface Reading {
  readonly states: Pick<GroupStates, 'read' | 'knownWorker'>;
  readonly policies: AcceptedPolicies;
}

interface Remembered {
  readonly policy: Policy | null;
  readonly readAt: number;
}

/** What a process remembers between pushes, so that each costs a write and no more. */
export class PushMemory {
  readonly #cache = new PolicyCache();
  readonly #policies = new Map<string, Remembered>();
  readonly #workers = new Map<string, KnownWorker>();
  readonly #counts = new Map<string, number>();
  readonly #nothingNoted = new Map<string, number>();
  readonly #arrivals = new Map<string, number>();
  #minute = 0;

  /**
   * The active policies of groups; null for a group that has none. Without an entry: a group that was not looked up,
   * because too many are unknown.
   */
  async policiesOf(
    groups: readonly string[],
    reading: Reading,
    now: number,
  ): Promise<ReadonlyMap<string, Policy | null>> {
    if (this.#policies.size > MOST_REMEMBERED) this.#policies.clear();
    const isMissing = (group: string) => (this.#policies.get(group)?.readAt ?? 0) + POLICY_KNOWN_MS <= now;
    await whileMostAreKnown(groups.filter(isMissing), GROUPS_PER_STEP, (some) => this.#read(some, reading, now));
    return this.#remembered(groups.filter((group) => !isMissing(group)));
  }

  /** The newest policies of groups, except of those that were read just now or are looked up all the time. */
  async newestOf(
    groups: readonly string[],
    reading: Reading,
    now: number,
  ): Promise<ReadonlyMap<string, Policy | null>> {
    const earlier = groups.filter((group) => {
      const readAt = this.#policies.get(group)?.readAt ?? now;
      return readAt < now && this.#count(`again ${group}`, now) <= MOST_AGAIN;
    });
    if (earlier.length > 0) await this.#read(earlier, reading, now);
    return this.#remembered(earlier);
  }

  readonly #remembered = (groups: readonly string[]) =>
    new Map(groups.map((group) => [group, this.#policies.get(group)?.policy ?? null]));

  /** Returns how many have no active policy. */
  async #read(groups: readonly string[], { states, policies }: Reading, now: number): Promise<number> {
    const usable = (await states.read(groups)).usable();
    const inForce = usable.flatMap(({ group, policy: { version, deleting } }) =>
      version === null || deleting ? [] : [{ group, version }],
    );
    const read = await this.#cache.read(inForce, policies);
    for (const group of groups) this.#policies.set(group, { policy: read.policies.get(group) ?? null, readAt: now });
    return groups.filter((group) => !read.policies.has(group)).length;
  }

  /** The workers of the stage with these ids; null for an id of none. Without an entry: as above. */
  async workersOf(
    ids: readonly string[],
    { states }: Pick<Reading, 'states'>,
  ): Promise<ReadonlyMap<string, KnownWorker | null>> {
    if (this.#workers.size > MOST_REMEMBERED) this.#workers.clear();
    const found = new Map<string, KnownWorker | null>();
    const look = async (id: string) => {
      const worker = this.#workers.get(id) ?? (await states.knownWorker(id));
      if (worker) this.#workers.set(id, worker);
      found.set(id, worker);
      return worker;
    };
    await whileMostAreKnown(ids, CALLS_AT_ONCE, async (some) => {
      const workers = await Promise.all(some.map(look));
      return workers.filter((worker) => worker === null).length;
    });
    return found;
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

  /** Notes a value of a group. Returns the time of the newest one before, if this process knows one. */
  arrived(group: string, metric: string, at: number): number | undefined {
    const of = `${group}/${metric}`;
    const before = this.#arrivals.get(of);
    if (this.#arrivals.size > MOST_REMEMBERED) this.#arrivals.clear();
    this.#arrivals.set(of, Math.max(at, before ?? at));
    return before;
  }

  /** Counts one push of a group or a worker. Returns whether it is one too many in this minute. */
  isTooOften(of: string, now: number): boolean {
    return this.#count(of, now) > MOST_PER_MINUTE;
  }

  #count(of: string, now: number): number {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(of) ?? 0) + 1;
    this.#counts.set(of, count);
    return count;
  }
}

/** Looks up some at a time. `look` returns how many of them are unknown. */
async function whileMostAreKnown(
  names: readonly string[],
  atOnce: number,
  look: (some: readonly string[]) => Promise<number>,
): Promise<void> {
  let unknown = 0;
  for (let start = 0; start < names.length; start += atOnce) {
    if (unknown > MOST_UNKNOWN && unknown > start / 2) return;
    unknown += await look(names.slice(start, start + atOnce));
  }
}
