import { type Reason, ReasonedError, reasonedErrors } from '../../model/index.ts';
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

/** Code and message of AWS's answer; empty for any other error. */
export function ecsCode(error: unknown): { readonly code: string; readonly message: string } {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !('$metadata' in cause)) return { code: '', message: '' };
  return { code: cause.name, message: cause.message };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html */
const DENIED = new Set(['AccessDeniedException', 'AccessDenied', 'NotAuthorized', 'UnauthorizedOperation']);
const MISSING = new Set(['ServiceNotFoundException', 'ClusterNotFoundException']);

/** Calls, and turns answers that a person has to act on into an `EcsServiceError`. */
export async function explained<T>(call: () => Promise<T>, names: readonly string[]): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = ecsCode(error);
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
