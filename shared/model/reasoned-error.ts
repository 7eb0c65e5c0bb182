import type { Reason } from './reason.ts';

/** A failure that somebody can act on; its reason says what to do. */
export class ReasonedError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
