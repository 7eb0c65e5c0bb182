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
