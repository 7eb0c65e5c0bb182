import { STEADY } from '../../../names/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Description } from '../../../providers/index.ts';
import type { GroupState } from '../../../state/index.ts';
import type { Trigger } from '../../model.ts';
import { Compact } from './compact.ts';

/**
 * How long the list of a calm group's workers is reused. Events can be lost, so the workers are listed again after this
 * time: before the fifth tick, or at every other evaluation of a group that is evaluated every five minutes.
 */
const KNOWN_SECONDS = 270;
const KNOWN_SECONDS_IF_STEADY = 570;
/** A worker takes about 300 bytes. Beyond this many, the process forgets all of them. */
const MOST_WORKERS = 150_000;

/** The other triggers mean that something has happened. */
const MAY_BE_CALM: ReadonlySet<Trigger> = new Set(['schedule', 'interval']);

interface Known {
  readonly description: Description;
  /** ms since the epoch. */
  readonly listedAt: number;
  /** Of the state that the listing belongs to: everything that an event or an evaluation changes raises it. */
  readonly revision: number;
}

/**
 * The workers of calm groups, as this process has listed them. Only evaluations that change nothing use them: an evaluation
 * that would change something lists the workers first.
 */
export class KnownWorkers {
  readonly #known = new Map<string, Known>();
  readonly #compact = new Compact();
  #count = 0;

  /** Descriptions that need no new listing. */
  usable(
    states: readonly GroupState[],
    policies: ReadonlyMap<string, Policy>,
    trigger: Trigger,
    now: number,
  ): ReadonlyMap<string, Description> {
    if (!MAY_BE_CALM.has(trigger)) return new Map();
    return new Map(
      states.flatMap((state): [string, Description][] => {
        const known = this.#known.get(state.group);
        const policy = policies.get(state.group);
        return known && policy && isUsable(known, state, policy, now) ? [[state.group, known.description]] : [];
      }),
    );
  }

  /** Remembers these workers of the group. `state`: as it was read before they were listed. */
  keep({ group, revision }: GroupState, description: Description, listedAt: number): void {
    this.forget(group);
    if (this.#count > MOST_WORKERS) {
      this.#known.clear();
      this.#count = 0;
    }
    this.#known.set(group, { description: this.#compact.description(description), listedAt, revision });
    this.#count += description.workers.length;
  }

  forget(group: string): void {
    this.#count -= this.#known.get(group)?.description.workers.length ?? 0;
    this.#known.delete(group);
  }

  /** The state was stored by this process, which changed nothing about the workers. */
  noteStored({ group, revision }: GroupState): void {
    const known = this.#known.get(group);
    if (known?.revision === revision) this.#known.set(group, { ...known, revision: revision + 1 });
  }
}

function isUsable(known: Known, state: GroupState, policy: Policy, now: number): boolean {
  const { claim, drains, notices, failures, schedule } = state;
  const isSteady = schedule.dueAt === STEADY || (schedule.dueAt ?? 0) > known.listedAt;
  const seconds = isSteady ? KNOWN_SECONDS_IF_STEADY : KNOWN_SECONDS;
  const age = now - known.listedAt;
  return (
    known.revision === state.revision &&
    age >= 0 &&
    age < seconds * 1000 &&
    claim === null &&
    !state.policy.deleting &&
    drains.length + notices.length + failures === 0 &&
    policy.cluster === undefined
  );
}
