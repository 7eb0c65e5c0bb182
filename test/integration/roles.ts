import { type Statement, statementsIn } from '../../local/permissions/index.ts';
import type { Borrowed } from '../../shared/aws/query/call.ts';
import { queryCall } from '../../shared/aws/query/call.ts';
import { items, only, parsed, text } from '../../shared/aws/query/xml.ts';

/** IAM, as an operator calls it. */
const iamOf = (borrowed: Borrowed, environment = process.env) =>
  queryCall(
    {
      ...{ label: 'IAM', name: 'iam', variable: 'IAM', version: '2010-05-08' },
      errorIn: (xml) => ({ code: 'Refused', message: xml }),
    },
    borrowed,
    environment,
  );

/** The role of a function, whose only policy is inline. */
export async function roleOf(functionName: string, borrowed: Borrowed, environment = process.env) {
  const iam = iamOf(borrowed, environment);
  const RoleName = await roleName(functionName, environment);
  const listed = parsed(await iam('ListRolePolicies', { RoleName }));
  const names = items(
    only(only(listed, 'ListRolePoliciesResponse'), 'ListRolePoliciesResult'),
    'PolicyNames',
    'member',
  );
  const PolicyName = String(names[0]);
  const read = parsed(await iam('GetRolePolicy', { RoleName, PolicyName }));
  const result = only(only(read, 'GetRolePolicyResponse'), 'GetRolePolicyResult');
  const document = decodeURIComponent(text(result, 'PolicyDocument'));
  const put = (statements: readonly Statement[]) =>
    iam('PutRolePolicy', { RoleName, PolicyName, PolicyDocument: documentOf(statements) });
  const all = statementsIn(document);
  return {
    /** Puts all statements back. */
    restore: async (): Promise<void> => {
      await put(all);
    },
    /** Takes a statement out of it. Returns the statement. */
    without: async (sid: string): Promise<Statement> => {
      const taken = all.find(({ Sid }) => Sid === sid);
      if (taken === undefined) throw new Error(`the role has no statement ${sid}`);
      await put(all.filter((statement) => statement !== taken));
      return taken;
    },
    /** Adds a managed policy with one statement to the role. */
    attach: async (name: string, statement: Statement): Promise<void> => {
      const made = parsed(await iam('CreatePolicy', { PolicyName: name, PolicyDocument: documentOf([statement]) }));
      const policy = only(only(only(made, 'CreatePolicyResponse'), 'CreatePolicyResult'), 'Policy');
      await iam('AttachRolePolicy', { RoleName, PolicyArn: text(policy, 'Arn') });
    },
  };
}

const documentOf = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

async function roleName(functionName: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const url = `${environment['AWS_ENDPOINT_URL']}/2015-03-31/functions/${functionName}/configuration`;
  const authorization = 'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/lambda/aws4_request';
  const { Role } = (await (await fetch(url, { headers: { authorization } })).json()) as { readonly Role: string };
  return Role.split('/').at(-1) ?? '';
}

/** An instance profile of a role of the same name. */
export async function makeInstanceProfile(name: string, borrowed: Borrowed): Promise<void> {
  const iam = iamOf(borrowed);
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await iam('CreateRole', { RoleName: `${name}-role`, AssumeRolePolicyDocument });
  await iam('CreateInstanceProfile', { InstanceProfileName: name });
  await iam('AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName: `${name}-role` });
}
