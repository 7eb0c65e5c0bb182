/** What a fake was asked, by the method's name, and faults it is to throw instead of its next answers. */
export class Calls {
  readonly #counts = new Map<string, number>();
  readonly #faults = new Map<string, unknown[]>();

  /** How often the method was called; a call that threw a scripted fault counts. */
  of(method: string): number {
    return this.#counts.get(method) ?? 0;
  }

  all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  clear(): void {
    this.#counts.clear();
  }

  /** The method's next calls throw these, one each. */
  fail(method: string, ...faults: unknown[]): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), ...faults]);
  }

  /** At the start of every method. It yields, as a call over the network does, so that racing callers interleave. */
  async enter(method: string): Promise<void> {
    this.#counts.set(method, this.of(method) + 1);
    await Promise.resolve();
    const faults = this.#faults.get(method);
    if (faults && faults.length > 0) throw faults.shift();
  }
}
