import { type Reason, ReasonedError, reasonedErrors } from '../../model/index.ts';
import { awsCode, DENIED } from '../sized/index.ts';
import { because } from './because.ts';
import { reasons } from './reasons.ts';

/** A fleet that cannot be managed as it is; the reason says what to do. */
export class Ec2FleetError extends ReasonedError {
  override readonly name = 'Ec2FleetError';

  constructor(reason: Reason, options?: ErrorOptions) {
    super(reason, stated(reason).message, options);
  }
}

const stated = reasonedErrors(reasons);

/** AWS's answers for an id that it does not know. */
const isUnknown = (code: string): boolean => code.startsWith('InvalidFleetId.');

/** Calls, and turns answers that a person has to act on into an `Ec2FleetError`. */
export async function explained<T>(call: () => Promise<T>, ids: readonly string[]): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = awsCode(error);
    const id = ids.join(', ');
    const options = { cause: error };
    if (DENIED.has(code)) throw new Ec2FleetError(because['fleet-access-denied']({ id, message }), options);
    if (isUnknown(code)) throw new Ec2FleetError(because['fleet-not-found']({ id }), options);
    // Somebody else modifies it in the same moment.
    if (code === 'FleetNotInModifiableState') {
      throw new Ec2FleetError(because['fleet-changing']({ id, state: 'modifying' }), options);
    }
    throw error;
  }
}
