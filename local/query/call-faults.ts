/** Faults that you can configure. Without them, no call fails. */

/** `count` coming calls of an action (`*`: any) fail in this way, the oldest fault first. */
export type CallFault = { readonly action: string; readonly count: number } & (
  | { readonly kind: 'throttle' }
  /** An error answer; `after`: the call was carried out all the same. */
  | { readonly kind: 'error'; readonly code: string; readonly status: number; readonly when?: 'before' | 'after' }
  /** The connection is cut; `after`: the call was carried out and the answer is lost. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** The answer comes after so many ms. */
  | { readonly kind: 'latency'; readonly ms: number }
);

export class CallFaults {
  #waiting: { fault: CallFault; left: number }[] = [];

  add(fault: CallFault): void {
    this.#waiting.push({ fault, left: fault.count });
  }

  /** The fault for this call, which it counts as used; null if there is none. */
  take(action: string): CallFault | null {
    const found = this.#waiting.find(({ fault }) => fault.action === '*' || fault.action === action);
    if (found === undefined) return null;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((entry) => entry !== found);
    return found.fault;
  }

  clear(): void {
    this.#waiting = [];
  }
}
