/** Makes the next `count` calls of an action (`*`: any action) fail. Older faults apply first. */
export type CallFault = { readonly action: string; readonly count: number } & (
  | { readonly kind: 'throttle' }
  /** An error response. With `after`, the call is carried out first. */
  | { readonly kind: 'error'; readonly code: string; readonly status: number; readonly when?: 'before' | 'after' }
  /** The connection is reset. With `after`, the call is carried out and its response is lost. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** The response is delayed by `ms`. */
  | { readonly kind: 'latency'; readonly ms: number }
);

export class CallFaults {
  #waiting: { fault: CallFault; left: number }[] = [];

  add(fault: CallFault): void {
    this.#waiting.push({ fault, left: fault.count });
  }

  /** Uses up one fault for this call and returns it; null if there is none. */
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
