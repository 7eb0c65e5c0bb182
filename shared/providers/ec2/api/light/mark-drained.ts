import { TAG } from '../../../../names/index.ts';
import { codeOf, isInstanceNotFound } from '../errors.ts';
import { type Borrowed, ec2Call } from './call.ts';

/**
 * Sets the tag of a worker that has drained, on behalf of the worker. The call is idempotent, and ignores an instance that
 * is gone.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
 */
export function lightMarkDrained(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env) {
  const call = ec2Call(borrowed, environment);
  return async (id: string): Promise<void> => {
    try {
      await call('CreateTags', { 'ResourceId.1': id, 'Tag.1.Key': TAG.drained, 'Tag.1.Value': 'true' });
    } catch (error) {
      if (!isInstanceNotFound(codeOf((error as Error).cause))) throw error;
    }
  };
}
