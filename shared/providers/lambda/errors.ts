import { type Reason, ReasonedError, reasonedErrors } from '../../model/index.ts';
import { reasons } from './reasons.ts';

/** A function that cannot be invoked, or whose answer cannot be used; the reason says what to do. */
export class FunctionError extends ReasonedError {
  override readonly name = 'FunctionError';

  constructor(reason: Reason, options?: ErrorOptions) {
    super(reason, stated(reason).message, options);
  }
}

const stated = reasonedErrors(reasons);

/** Lambda's answer for a function that does not exist, or does not belong to the stage. */
const FOREIGN = new Set<unknown>([403, 404]);
export const isForeign = (error: unknown): boolean =>
  error instanceof FunctionError && FOREIGN.has((Object(error.cause) as { status?: unknown }).status);
