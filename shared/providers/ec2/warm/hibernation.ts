import type { Reason } from '../../../model/index.ts';
import { because } from '../because.ts';

const REFUSED = new Set(['UnsupportedHibernationConfiguration', 'UnsupportedOperation']);

/**
 * Whether EC2 refuses to hibernate an instance. Then it can still be stopped.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const isHibernationRefused = (code: string): boolean => REFUSED.has(code);

/** Why a member does not rest, or not as asked for. One that cannot hibernate is stopped. */
export const notParked = ({ code, message }: { readonly code: string; readonly message: string }): Reason =>
  because['not-parked']({ code, message, ...(isHibernationRefused(code) && { isStopped: true }) });
