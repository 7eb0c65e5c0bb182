import { TAG } from '../../../../names/index.ts';
import { codeOf, isInstanceNotFound } from '../errors.ts';
import { type Borrowed, ec2Call } from './call.ts';

/**
 * Sets a draining worker's own answer, that it is done, in its name. Setting it twice does no harm, and an instance that is
 * gone is passed over. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
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
