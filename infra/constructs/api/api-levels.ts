import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { allows, calls, LEVELS, type Level } from '../../../shared/api/index.ts';
import { apiPolicyName } from '../../../shared/names/index.ts';
import type { Stage } from '../../stage.ts';
import { acknowledgePatterns } from '../permissions/permissions.ts';

interface ApiLevelsProps {
  readonly stage: Stage;
  readonly apiId: string;
}

/**
 * One managed policy for each level, for your users and roles. Each names the calls of its level, so a level that gets a
 * call needs no change of your roles.
 */
export class ApiLevels extends Construct {
  constructor(scope: Construct, id: string, { stage, apiId }: ApiLevelsProps) {
    super(scope, id);
    for (const level of Object.keys(LEVELS) as Level[]) {
      const resources = resourcesOf(level).map((resourceName) =>
        Stack.of(this).formatArn({ service: 'execute-api', resource: apiId, resourceName }),
      );
      const policy = new iam.ManagedPolicy(this, level, {
        managedPolicyName: apiPolicyName(stage, level),
        description: `Headcount ${stage}, HTTP API: ${LEVELS[level]}`,
        statements: [new iam.PolicyStatement({ sid: 'CallApi', actions: ['execute-api:Invoke'], resources })],
      });
      acknowledgePatterns(policy, resources, () => 'A path has a * where it names a group: a level is for all groups.');
    }
  }
}

/**
 * The calls of a level as resources: `$default/POST/groups/*\/metrics`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
const resourcesOf = (level: Level): string[] => [
  ...new Set(
    calls
      .filter((each) => allows(level, each.level))
      .map(({ method, path }) => `$default/${method}${path.replaceAll(/\{[^}]+\}/g, '*')}`),
  ),
];
