import { type Asked, asked } from '../model/index.ts';
import { type Borrowed, QueryFault, type QueryService, queryCall } from './query/call.ts';
import { errorInResponse } from './query/error-response.ts';
import { items, only, parsed, text } from './query/xml.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html */
const IAM: QueryService = {
  ...{ label: 'IAM', name: 'iam', variable: 'IAM', version: '2010-05-08', isGlobal: true },
  errorIn: errorInResponse,
};

/** What a preflight reads of roles. */
export interface Iam {
  hasRole(name: string): Promise<Asked<boolean>>;
  /** The roles in an instance profile, by its name; null if it does not exist. */
  profileRoles(name: string): Promise<Asked<readonly string[] | null>>;
  /** Those of some roles that a principal may not pass to EC2. It asks IAM's policy simulator, which changes nothing. */
  notPassable(principal: string, roles: readonly string[]): Promise<Asked<readonly string[]>>;
}

export function iamReads(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): Iam {
  const call = queryCall(IAM, borrowed, environment);
  return {
    hasRole: (name) =>
      asked('iam:GetRole', `role ${name}`, async () => (await orNull(call('GetRole', { RoleName: name }))) !== null),

    profileRoles: (name) =>
      asked('iam:GetInstanceProfile', `instance profile ${name}`, async () => {
        const xml = await orNull(call('GetInstanceProfile', { InstanceProfileName: name }));
        if (xml === null) return null;
        const result = only(only(parsed(xml), 'GetInstanceProfileResponse'), 'GetInstanceProfileResult');
        return items(only(result, 'InstanceProfile'), 'Roles', 'member').map((role) => text(role, 'Arn'));
      }),

    notPassable: (principal, roles) =>
      asked('iam:SimulatePrincipalPolicy', principal, async () => {
        const xml = await call('SimulatePrincipalPolicy', {
          PolicySourceArn: principal,
          'ActionNames.member.1': 'iam:PassRole',
          ...Object.fromEntries(roles.map((role, index) => [`ResourceArns.member.${index + 1}`, role])),
          'ContextEntries.member.1.ContextKeyName': 'iam:PassedToService',
          'ContextEntries.member.1.ContextKeyType': 'string',
          'ContextEntries.member.1.ContextKeyValues.member.1': 'ec2.amazonaws.com',
        });
        const result = only(only(parsed(xml), 'SimulatePrincipalPolicyResponse'), 'SimulatePrincipalPolicyResult');
        const denied = items(result, 'EvaluationResults', 'member').filter(
          (each) => text(each, 'EvalDecision') !== 'allowed',
        );
        return denied.map((each) => text(each, 'EvalResourceName'));
      }),
  };
}

/** The answer; null if what was named does not exist. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof QueryFault && cause.name === 'NoSuchEntity') return null;
    throw error;
  }
}
