/** Exit codes of all programs of this project. `interrupted` is the exit code that shells use for SIGINT. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** A signal stopped the program. The message says what was cleaned up. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
}
