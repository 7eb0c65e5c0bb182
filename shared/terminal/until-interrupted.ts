import { InterruptedError } from './exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Interruption {
  /** What is said of the work after a signal. */
  readonly message: string;
  /** Called at the first signal. */
  readonly onSignal?: () => void;
}

/**
 * Does work that a signal interrupts: its `signal` is aborted, and the promise is rejected with an `InterruptedError` when
 * the work has failed for that reason. A second signal doesn't interrupt the clean-up.
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
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    return await work(ending.signal);
  } catch (error) {
    throw ending.signal.aborted ? ending.signal.reason : error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
}
