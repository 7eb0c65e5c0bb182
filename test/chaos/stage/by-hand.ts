/** How people changed the desired capacity of a group, in workers. */
export interface ByHand {
  readonly raised: number;
  readonly lowered: number;
}

/** What people have changed, by the name of the group. */
export class ChangesByHand {
  readonly #byName = new Map<string, ByHand>();
  readonly #desired: (name: string) => number;

  constructor(desired: (name: string) => number) {
    this.#desired = desired;
  }

  of = (name: string): ByHand => this.#byName.get(name) ?? { raised: 0, lowered: 0 };

  /** Notes by how much `change` raises or lowers the desired capacity. */
  noting(name: string, change: () => void): void {
    const before = this.#desired(name);
    change();
    const by = this.#desired(name) - before;
    const { raised, lowered } = this.of(name);
    this.#byName.set(name, { raised: raised + Math.max(0, by), lowered: lowered + Math.max(0, -by) });
  }
}
