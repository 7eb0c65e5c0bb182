import { ServiceError } from '../query/service-error.ts';

/**
 * An error response of EC2. Codes and statuses are those of
 * https://docs.aws.amazon.com/ec2/latest/devguide/errors-overview.html; where AWS documents a code but no text,
 * the text is our own.
 */
export class Ec2Error extends ServiceError {
  override readonly name = 'Ec2Error';
}

export const invalidValue = (message: string): Ec2Error => new Ec2Error('InvalidParameterValue', message);

export const missing = (parameter: string): Ec2Error =>
  new Ec2Error('MissingParameter', `The request must contain the parameter ${parameter}`);

export const throttled = (): Ec2Error => new Ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503);

export const noCapacity = (instanceType: string, zone: string): Ec2Error =>
  new Ec2Error(
    'InsufficientInstanceCapacity',
    `We currently do not have sufficient ${instanceType} capacity in the Availability Zone you requested (${zone}).`,
    500,
  );
