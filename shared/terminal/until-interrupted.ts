import { InterruptedError } from './exit-codes.ts';
import { ENDING_SIGNALS } from './signals.ts';

interface Interruption {
  /** The message of the error after a signal. */
  readonly message: string;
  /** Called at the first signal. */
  readonly onSignal?: () => void;
}

/**
 * Does work that a signal of the process interrupts: it aborts the `signal` that the work gets. When the work then fails,
 * the promise is rejected with an `InterruptedError`. A second signal doesn't interrupt the clean-up.
 */
export async function untilInterrupted<T>(
  { message, onSignal }: Interruption,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = () => {
    if (!ending.signal.aborted) onSignal?.();
    ending.abort(new InterruptedError(message));
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, end);
  try {
    return await work(ending.signal);
  } catch (error) {
    throw ending.signal.aborted ? ending.signal.reason : error;
  } finally {
    for (const signal of ENDING_SIGNALS) process.off(signal, end);
  }
}
