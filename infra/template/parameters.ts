import { Aws, CfnCondition, CfnParameter, Fn, type Stack, Token } from 'aws-cdk-lib/core';

/** What a stack of the template is created with. */
export const PARAMETER = {
  bucket: 'CodeBucket',
  prefix: 'CodePrefix',
  workerRoles: 'WorkerRoleArns',
  operatorTopic: 'OperatorTopicArn',
} as const;

/** The value of a parameter that isn't given: an empty one is no valid ARN, even where a condition leaves it out. */
const NONE = 'none';
const CONDITION = { workerRoles: 'HasWorkerRoles', operatorTopic: 'HasOperatorTopic' } as const;

/** The worker roles, as one value: a permission with it allows to pass each role. Without roles, it names a role that isn't there. */
export const workerRoles = (): string =>
  Token.asString(
    Fn.conditionIf(
      CONDITION.workerRoles,
      Fn.ref(PARAMETER.workerRoles),
      `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/headcount/no-worker-role`,
    ),
  );

/** The topic of the alarms; without it, an alarm's list of actions is empty. */
export const operatorTopic = (): string =>
  Token.asString(Fn.conditionIf(CONDITION.operatorTopic, Fn.ref(PARAMETER.operatorTopic), Aws.NO_VALUE));

export const codeAt = (file: string) => ({
  bucketName: Fn.ref(PARAMETER.bucket),
  objectKey: Fn.join('', [Fn.ref(PARAMETER.prefix), file]),
});

export function addParameters(stack: Stack): void {
  new CfnParameter(stack, PARAMETER.bucket, {
    description: 'S3 bucket, in the region of the stack, with the zip files of the functions',
    allowedPattern: '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]',
  });
  new CfnParameter(stack, PARAMETER.prefix, {
    description: 'What the keys of the zip files begin with, such as headcount/; empty if they are not in a folder',
    default: 'headcount/',
  });
  const roles = new CfnParameter(stack, PARAMETER.workerRoles, {
    type: 'CommaDelimitedList',
    description:
      "ARNs, separated by commas, of the roles in the instance profiles of the workers' launch templates; none: workers have no role",
    default: NONE,
  });
  const topic = new CfnParameter(stack, PARAMETER.operatorTopic, {
    description: 'SNS topic that receives the alarms that need an operator; none: the alarms have no action',
    default: NONE,
  });
  const isGiven = (value: string) => Fn.conditionNot(Fn.conditionEquals(value, NONE));
  new CfnCondition(stack, CONDITION.workerRoles, { expression: isGiven(Fn.join('', roles.valueAsList)) });
  new CfnCondition(stack, CONDITION.operatorTopic, { expression: isGiven(topic.valueAsString) });
}
