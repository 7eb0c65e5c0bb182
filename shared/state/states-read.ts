import type { GroupState } from './group-state.ts';
import { StateError } from './state-error.ts';

/** What was read of many groups' states. One that cannot be used makes only the work on its own group fail. */
export class StatesRead {
  readonly #found: ReadonlyMap<string, GroupState | StateError>;

  constructor(found: Iterable<readonly [string, GroupState | StateError]>) {
    this.#found = new Map(found);
  }

  /** The group's state; undefined for a group without one. Throws its `StateError` when it cannot be used. */
  get(group: string): GroupState | undefined {
    const found = this.#found.get(group);
    if (found instanceof StateError) throw found;
    return found;
  }

  /** The group's state; undefined without one, or if it cannot be used. */
  usableOf(group: string): GroupState | undefined {
    const found = this.#found.get(group);
    return found instanceof StateError ? undefined : found;
  }

  /** Whether the group has a state, usable or not. */
  has(group: string): boolean {
    return this.#found.has(group);
  }

  /** Groups that have a state, usable or not. */
  groups(): string[] {
    return [...this.#found.keys()];
  }

  /** These states and others. */
  with(others: StatesRead): StatesRead {
    return new StatesRead([...this.#found, ...others.#found]);
  }

  /** The states that can be used. */
  usable(): GroupState[] {
    return [...this.#found.values()].filter((found): found is GroupState => !(found instanceof StateError));
  }

  /** The errors of the others. */
  unusable(): StateError[] {
    return [...this.#found.values()].filter((found) => found instanceof StateError);
  }
}
