import { ServiceError } from '../query/service-error.ts';

/**
 * An error response of Auto Scaling. Codes and statuses are those of the API reference. AWS documents few messages, so
 * most are messages that users have reported.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html
 */
export class AutoScalingError extends ServiceError {
  override readonly name = 'AutoScalingError';
}

export const invalid = (message: string): AutoScalingError => new AutoScalingError('ValidationError', message);

export const groupNotFound = (name: string): AutoScalingError =>
  invalid(`AutoScalingGroup name not found - AutoScalingGroup ${name} not found`);

export const inProgress = (message: string): AutoScalingError =>
  new AutoScalingError('ScalingActivityInProgress', message);

export const notHere = (what: string): AutoScalingError =>
  invalid(`${what} is not part of this stand-in for EC2 Auto Scaling.`);

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html */
export const throttled = (): AutoScalingError => new AutoScalingError('Throttling', 'Rate exceeded');
