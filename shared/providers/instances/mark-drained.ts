import { type Report, TAG, tagsOfReport, type UnreadableReport } from '../../names/index.ts';
import { type Borrowed, ec2Call } from './call.ts';
import { codeOf, isInstanceNotFound } from './errors.ts';

/** Sets the tag of a worker that has drained, on behalf of the worker. */
export function lightMarkDrained(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env) {
  const tag = lightTagging(borrowed, environment);
  return (id: string): Promise<void> => tag(id, { [TAG.drained]: 'true' });
}

/** Sets the tags of a report, on behalf of the worker. */
export function lightMarkReported(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env) {
  const tag = lightTagging(borrowed, environment);
  return (id: string, report: Report | UnreadableReport, at: number): Promise<void> =>
    tag(id, tagsOfReport(report, at));
}

/**
 * Tags one instance. The call is idempotent, and ignores an instance that is gone.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
 */
function lightTagging(borrowed: Borrowed, environment: NodeJS.ProcessEnv) {
  const call = ec2Call(borrowed, environment);
  return async (id: string, tags: Readonly<Record<string, string>>): Promise<void> => {
    try {
      await call('CreateTags', { 'ResourceId.1': id, ...tagParameters(tags) });
    } catch (error) {
      if (!isInstanceNotFound(codeOf(error))) throw error;
    }
  };
}

/** Tags as CreateTags takes them. */
export const tagParameters = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value], index) => [
      [`Tag.${index + 1}.Key`, key],
      [`Tag.${index + 1}.Value`, value],
    ]),
  );
