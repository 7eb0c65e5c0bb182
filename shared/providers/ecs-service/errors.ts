import { type Reason, ReasonedError, reasonedErrors } from '../../model/index.ts';
import { awsCode, DENIED } from '../sized/index.ts';
import { because } from './because.ts';
import { reasons } from './reasons.ts';

/** A service that cannot be managed as it is; the reason says what to do. */
export class EcsServiceError extends ReasonedError {
  override readonly name = 'EcsServiceError';

  constructor(reason: Reason, options?: ErrorOptions) {
    super(reason, stated(reason).message, options);
  }
}

const stated = reasonedErrors(reasons);

const MISSING = new Set(['ServiceNotFoundException', 'ClusterNotFoundException']);

/** Calls, and turns answers that a person has to act on into an `EcsServiceError`. */
export async function explained<T>(call: () => Promise<T>, names: readonly string[]): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = awsCode(error);
    const name = names.join(', ');
    const options = { cause: error };
    if (DENIED.has(code)) throw new EcsServiceError(because['ecs-access-denied']({ name, message }), options);
    if (MISSING.has(code)) throw new EcsServiceError(because['ecs-not-found']({ name }), options);
    if (code === 'ServiceNotActiveException') {
      throw new EcsServiceError(because['ecs-not-active']({ name, status: 'INACTIVE' }), options);
    }
    throw error;
  }
}
