import type { PreflightContext, ProviderPreflight } from '../../preflight/port.ts';
import { stageTagChecks } from '../../preflight/tags.ts';
import type { LambdaConfig } from '../format/config.ts';

/** Checks that the stage may invoke the function. Describing the group shows whether the function exists and answers. */
export const lambdaPreflight =
  ({ functions, stage }: Pick<PreflightContext, 'functions' | 'stage'>): ProviderPreflight<LambdaConfig> =>
  async ({ group, config }) => {
    // An alias or a version has no tags of its own: https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html
    const [name = ''] = config.function.split(':');
    return stageTagChecks({ group, stage, what: `function ${name}` }, await functions.tags(name));
  };
