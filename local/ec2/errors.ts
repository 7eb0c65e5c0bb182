import { ServiceError } from '../query/service-error.ts';

/**
 * An error response of EC2, with EC2's codes and statuses. AWS does not document the text of every code; the missing
 * texts were written for this stand-in.
 * https://docs.aws.amazon.com/ec2/latest/devguide/errors-overview.html
 */
export class Ec2Error extends ServiceError {
  override readonly name = 'Ec2Error';
}

export const invalidValue = (message: string): Ec2Error => new Ec2Error('InvalidParameterValue', message);

export const missing = (parameter: string): Ec2Error =>
  new Ec2Error('MissingParameter', `The request must contain the parameter ${parameter}`);

export const throttled = (): Ec2Error => new Ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503);

/** https://docs.aws.amazon.com/ec2/latest/devguide/errors-overview.html: those of the server are not the caller's fault. */
export const statusOf = (code: string): number => {
  if (['RequestLimitExceeded', 'Unavailable', 'ServiceUnavailable'].includes(code)) return 503;
  return ['InsufficientInstanceCapacity', 'InternalError', 'InternalFailure'].includes(code) ? 500 : 400;
};

export const noCapacity = (instanceType: string, zone: string): Ec2Error =>
  new Ec2Error(
    'InsufficientInstanceCapacity',
    `We currently do not have sufficient ${instanceType} capacity in the Availability Zone you requested (${zone}).`,
    500,
  );
