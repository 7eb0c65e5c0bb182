import { type Asked, asked } from '../model/index.ts';
import { type Borrowed, QueryFault, type QueryService, queryCall } from './query/call.ts';
import { errorInResponse } from './query/error-response.ts';
import { items, only, parsed, text } from './query/xml.ts';
import { type RoleSimulator, roleSimulator } from './role-simulator.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html */
const IAM: QueryService = {
  label: 'IAM',
  name: 'iam',
  variable: 'IAM',
  version: '2010-05-08',
  isGlobal: true,
  errorIn: errorInResponse,
};

/** What a preflight reads of roles. */
export interface Iam extends RoleSimulator {
  hasRole(name: string): Promise<Asked<boolean>>;
  /** The roles in an instance profile, by its name; null if it does not exist. */
  profileRoles(name: string): Promise<Asked<readonly string[] | null>>;
  /** Those of some roles that a principal may not pass to EC2. */
  notPassable(principal: string, roles: readonly string[]): Promise<Asked<readonly string[]>>;
}

export function iamReads(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): Iam {
  const call = queryCall(IAM, borrowed, environment);
  const { simulate } = roleSimulator(call);
  return {
    simulate,

    hasRole: (name) =>
      asked('iam:GetRole', `role ${name}`, async () => (await orNull(call('GetRole', { RoleName: name }))) !== null),

    profileRoles: (name) =>
      asked('iam:GetInstanceProfile', `instance profile ${name}`, async () => {
        const xml = await orNull(call('GetInstanceProfile', { InstanceProfileName: name }));
        if (xml === null) return null;
        const result = only(only(parsed(xml), 'GetInstanceProfileResponse'), 'GetInstanceProfileResult');
        return items(only(result, 'InstanceProfile'), 'Roles', 'member').map((role) => text(role, 'Arn'));
      }),

    async notPassable(principal, roles) {
      const context = { 'iam:PassedToService': 'ec2.amazonaws.com' };
      const answer = await simulate(principal, { actions: ['iam:PassRole'], resources: roles, context });
      if ('failure' in answer) return answer;
      return { value: answer.value.filter(({ isAllowed }) => !isAllowed).map(({ resource }) => resource) };
    },
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
