import type { PermissionData } from '../../model/index.ts';
import { TAG } from '../../names/index.ts';
import type { LambdaConfig } from './format/config.ts';

/**
 * A function belongs to the stage whose name its tag `headcount:stage` has; no other can be invoked.
 * https://docs.aws.amazon.com/lambda/latest/dg/attribute-based-access-control.html
 */
export const permissions = (stage: string): readonly PermissionData<LambdaConfig>[] => [
  {
    sid: 'InvokeFunctionsThatResizeForThisStage',
    actions: ['lambda:InvokeFunction'],
    resources: [{ service: 'lambda', resource: 'function:*' }],
    conditions: { StringEquals: { [`aws:ResourceTag/${TAG.stage}`]: stage } },
    patternBecause:
      "Policies written after the deployment name the functions; the condition demands the stage's tag on the function.",
    usedBy: ({ function: name }) => [{ service: 'lambda', resource: `function:${name}` }],
  },
];
