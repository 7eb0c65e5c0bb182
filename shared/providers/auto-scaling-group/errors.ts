import { type Reason, ReasonedError, reasonedErrors } from '../../model/index.ts';
import { awsCode, DENIED } from '../sized/index.ts';
import { because } from './because.ts';
import { reasons } from './reasons.ts';

/** A group that cannot be managed as it is; the reason says what to do. */
export class AutoScalingGroupError extends ReasonedError {
  override readonly name = 'AutoScalingGroupError';

  constructor(reason: Reason, options?: ErrorOptions) {
    super(reason, stated(reason).message, options);
  }
}

const stated = reasonedErrors(reasons);

/** Calls, and turns answers that a person has to act on into an `AutoScalingGroupError`. */
export async function explained<T>(call: () => Promise<T>, names: readonly string[]): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = awsCode(error);
    const name = names.join(', ');
    if (DENIED.has(code))
      throw new AutoScalingGroupError(because['group-access-denied']({ name, message }), { cause: error });
    if (code === 'ValidationError' && /name not found/i.test(message)) {
      throw new AutoScalingGroupError(because['group-not-found']({ name }), { cause: error });
    }
    throw error;
  }
}
