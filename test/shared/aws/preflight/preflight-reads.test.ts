import { Readable } from 'node:stream';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { iamReads } from '../../../../shared/aws/iam.ts';
import { functionFacts } from '../../../../shared/aws/preflight/functions.ts';
import { kmsKeyState } from '../../../../shared/aws/preflight/kms.ts';
import { awsRoleFacts } from '../../../../shared/aws/preflight/role-facts.ts';
import { ec2Quota } from '../../../../shared/providers/ec2/preflight/reads/quota-value.ts';

interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
type Answer = { readonly status?: number; readonly body: string | object };

/** A client's configuration whose requests are answered by `answer`, in the form that AWS documents. */
function answered(answer: (sent: Sent) => Answer) {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const { config } = new CloudWatchClient({ region: 'eu-west-1', credentials });
  const sent: Sent[] = [];
  const handle = async (request: Sent) => {
    sent.push(request);
    const { status = 200, body } = answer(request);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { response: { statusCode: status, headers: {}, body: Readable.from([text]) } };
  };
  return { borrowed: { ...config, requestHandler: { handle } as never }, sent };
}
const fieldsOf = ({ body = '' }: Sent): Record<string, string> => Object.fromEntries(new URLSearchParams(body));
const xmlError = (code: string): Answer => ({
  status: code === 'AccessDenied' ? 403 : 404,
  body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});
const jsonError = (type: string): Answer => ({ status: 400, body: { __type: type, message: 'no' } });
const denied = (action: string) => ({
  failure: expect.objectContaining({ action, code: expect.stringMatching(/^AccessDenied/) }),
});

describe('reads of IAM', () => {
  const ROLES = ['arn:aws:iam::111122223333:role/worker', 'arn:aws:iam::111122223333:role/other'];

  it('the roles of an instance profile', async () => {
    const member = `<member><Path>/</Path><RoleName>worker</RoleName><Arn>${ROLES[0]}</Arn></member>`;
    const profile = `<InstanceProfile><InstanceProfileName>web</InstanceProfileName><Roles>${member}</Roles></InstanceProfile>`;
    const { borrowed, sent } = answered(() => ({
      body: `<GetInstanceProfileResponse><GetInstanceProfileResult>${profile}</GetInstanceProfileResult></GetInstanceProfileResponse>`,
    }));
    expect(await iamReads(borrowed, {}).profileRoles('web')).toEqual({ value: [ROLES[0]] });
    expect(sent.map(fieldsOf)).toMatchObject([{ Action: 'GetInstanceProfile', InstanceProfileName: 'web' }]);
  });

  it('what does not exist is no failure, and what you may not read is one', async () => {
    const absent = iamReads(answered(() => xmlError('NoSuchEntity')).borrowed, {});
    expect([await absent.profileRoles('web'), await absent.hasRole('spot')]).toEqual([
      { value: null },
      { value: false },
    ]);
    const refused = iamReads(answered(() => xmlError('AccessDenied')).borrowed, {});
    expect(await refused.profileRoles('web')).toEqual(denied('iam:GetInstanceProfile'));
    expect(await refused.hasRole('spot')).toEqual(denied('iam:GetRole'));
  });

  it('the roles that may not be passed, of all that were simulated', async () => {
    const result = (role = '', decision: string) =>
      `<member><EvalActionName>iam:PassRole</EvalActionName><EvalResourceName>${role}</EvalResourceName><EvalDecision>${decision}</EvalDecision></member>`;
    const results = `${result(ROLES[0], 'allowed')}${result(ROLES[1], 'implicitDeny')}`;
    const { borrowed, sent } = answered(() => ({
      body: `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>${results}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
    }));
    const principal = 'arn:aws:iam::111122223333:role/evaluate';
    expect(await iamReads(borrowed, {}).notPassable(principal, ROLES)).toEqual({ value: [ROLES[1]] });
    expect(sent.map(fieldsOf)).toMatchObject([
      {
        PolicySourceArn: principal,
        'ResourceArns.member.2': ROLES[1],
        'ContextEntries.member.1.ContextKeyValues.member.1': 'ec2.amazonaws.com',
      },
    ]);
  });
});

describe('a simulation of calls', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/evaluate';
  const [WEB, JOBS] = ['web', 'jobs'].map((name) => `arn:aws:sqs:eu-west-1:111122223333:${name}`) as [string, string];
  const CALLS = { actions: ['sqs:GetQueueUrl'], resources: [WEB, JOBS], context: {} };
  const answer = (results: string, more = '<IsTruncated>false</IsTruncated>'): Answer => ({
    body: `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>${results}</EvaluationResults>${more}</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
  });
  const specific = (resource: string, decision: string, missing = '') =>
    `<member><EvalResourceName>${resource}</EvalResourceName><EvalResourceDecision>${decision}</EvalResourceDecision><MissingContextValues>${missing}</MissingContextValues></member>`;
  const result = (decision: string, details: string) =>
    `<member><EvalActionName>sqs:GetQueueUrl</EvalActionName><EvalResourceName>${WEB}</EvalResourceName><EvalDecision>${decision}</EvalDecision>${details}</member>`;
  const simulated = (answers: Answer) => iamReads(answered(() => answers).borrowed, {}).simulate(ROLE, CALLS);
  const judged = { action: 'sqs:GetQueueUrl', isDeniedByOrganization: false, missing: [] };

  it('sends each action, each resource, and each condition key with its type', async () => {
    const { borrowed, sent } = answered(() => answer(''));
    await iamReads(borrowed, {}).simulate(ROLE, {
      ...{ actions: ['ec2:CreateTags'], resources: [WEB] },
      context: { 'aws:ResourceTag/headcount:stage': 'production', 'aws:TagKeys': ['a', 'b'] },
    });
    expect(sent.map(fieldsOf)).toMatchObject([
      {
        Action: 'SimulatePrincipalPolicy',
        'ActionNames.member.1': 'ec2:CreateTags',
        'ContextEntries.member.1.ContextKeyName': 'aws:ResourceTag/headcount:stage',
        'ContextEntries.member.1.ContextKeyType': 'string',
        'ContextEntries.member.1.ContextKeyValues.member.1': 'production',
        'ContextEntries.member.2.ContextKeyType': 'stringList',
        'ContextEntries.member.2.ContextKeyValues.member.2': 'b',
      },
    ]);
  });

  it('is judged for each resource, not by the result for all', async () => {
    const each = `${specific(WEB, 'allowed')}${specific(JOBS, 'implicitDeny', '<member>aws:SourceVpc</member>')}`;
    const all = result('implicitDeny', `<ResourceSpecificResults>${each}</ResourceSpecificResults>`);
    expect(await simulated(answer(all))).toEqual({
      value: [
        { ...judged, resource: WEB, isAllowed: true },
        { ...judged, resource: JOBS, isAllowed: false, missing: ['aws:SourceVpc'] },
      ],
    });
  });

  it('says when a policy of the organization denies it', async () => {
    const detail =
      '<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>';
    expect(await simulated(answer(result('explicitDeny', detail)))).toMatchObject({
      value: [{ isAllowed: false, isDeniedByOrganization: true }],
    });
  });

  it('reads all pages', async () => {
    const { borrowed, sent } = answered((each) =>
      fieldsOf(each)['Marker'] === undefined
        ? answer(result('allowed', ''), '<IsTruncated>true</IsTruncated><Marker>next</Marker>')
        : answer(result('implicitDeny', '')),
    );
    const all = await iamReads(borrowed, {}).simulate(ROLE, CALLS);
    expect(all).toMatchObject({ value: [{ isAllowed: true }, { isAllowed: false }] });
    expect(sent.map((each) => fieldsOf(each)['Marker'])).toEqual([undefined, 'next']);
  });

  it('that you may not make is a failure', async () => {
    expect(await simulated(xmlError('AccessDenied'))).toEqual(denied('iam:SimulatePrincipalPolicy'));
  });
});

describe('the role of a stage', () => {
  const ARN = 'arn:aws-cn:lambda:cn-north-1:111122223333:function:headcount-test-evaluate';
  const ROLE = 'arn:aws-cn:iam::111122223333:role/evaluate';
  const stage = (answer = (_sent: Sent): Answer => ({ body: '' })) => {
    const { borrowed, sent } = answered((each) =>
      each.path.includes('/functions/') ? { body: { FunctionArn: ARN, Role: ROLE } } : answer(each),
    );
    return { facts: awsRoleFacts(borrowed, 'test', functionFacts(borrowed, {}), {}), sent };
  };

  it('with its place, and without a version of a stage that says none', async () => {
    expect(await stage().facts.roleOf('evaluate')).toEqual({
      value: {
        arn: ROLE,
        place: { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' },
        version: null,
      },
    });
  });

  it('is asked for the same calls once, and for others one after the other', async () => {
    let running = 0;
    const atOnce: number[] = [];
    const { facts, sent } = stage(() => {
      atOnce.push(++running);
      queueMicrotask(() => running--);
      return xmlError('AccessDenied');
    });
    const calls = (action: string) => ({ actions: [action], resources: ['*'], context: {} });
    await facts.simulate(ROLE, calls('a:A'));
    await Promise.all(['b:B', 'a:A', 'c:C', 'b:B'].map((action) => facts.simulate(ROLE, calls(action))));
    expect(sent.filter(({ body }) => body?.includes('Simulate'))).toHaveLength(3);
    expect(atOnce).toEqual([1, 1, 1]);
  });
});

describe('reads of KMS', () => {
  it('the state of a key', async () => {
    const { borrowed, sent } = answered(() => ({ body: { KeyMetadata: { KeyId: '1', KeyState: 'PendingDeletion' } } }));
    expect(await kmsKeyState(borrowed, {})('alias/volumes')).toEqual({ value: 'PendingDeletion' });
    expect(sent[0]?.headers['x-amz-target']).toBe('TrentService.DescribeKey');
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ KeyId: 'alias/volumes' });
  });

  it('a key that does not exist, and one that you may not read', async () => {
    const state = (type: string) => kmsKeyState(answered(() => jsonError(type)).borrowed, {})('alias/volumes');
    expect(await state('NotFoundException')).toEqual({ value: null });
    expect(await state('AccessDeniedException')).toEqual(denied('kms:DescribeKey'));
  });
});

describe('reads of quotas', () => {
  const targetOf = ({ headers }: Sent) => headers['x-amz-target']?.split('.')[1];

  it("the account's own value", async () => {
    const { borrowed, sent } = answered(() => ({ body: { Quota: { QuotaCode: 'L-1216C47A', Value: 640 } } }));
    expect(await ec2Quota(borrowed, {})('L-1216C47A')).toEqual({ value: 640 });
    expect(sent.map(targetOf)).toEqual(['GetServiceQuota']);
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ ServiceCode: 'ec2', QuotaCode: 'L-1216C47A' });
  });

  it("AWS's default, if the account has none of its own", async () => {
    const { borrowed, sent } = answered((each) =>
      targetOf(each) === 'GetServiceQuota' ? jsonError('NoSuchResourceException') : { body: { Quota: { Value: 5 } } },
    );
    expect(await ec2Quota(borrowed, {})('L-1216C47A')).toEqual({ value: 5 });
    expect(sent.map(targetOf)).toEqual(['GetServiceQuota', 'GetAWSDefaultServiceQuota']);
  });

  it('a quota that AWS does not know, and one that you may not read', async () => {
    const value = (type: string) => ec2Quota(answered(() => jsonError(type)).borrowed, {})('L-00000000');
    expect(await value('NoSuchResourceException')).toEqual({ value: null });
    expect(await value('AccessDeniedException')).toEqual(denied('servicequotas:GetServiceQuota'));
  });
});

describe('reads of Lambda', () => {
  const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:evaluate';
  const ROLE = 'arn:aws:iam::111122223333:role/evaluate';

  it('a function with its role, and the concurrency of the account', async () => {
    const { borrowed, sent } = answered(({ path }) =>
      path.includes('account-settings')
        ? { body: { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 990 } } }
        : { body: { FunctionArn: ARN, Role: ROLE, Description: 'Evaluates (Headcount 1.2.3)' } },
    );
    const facts = functionFacts(borrowed, {});
    expect(await facts.function('evaluate')).toEqual({
      value: { arn: ARN, role: ROLE, description: 'Evaluates (Headcount 1.2.3)' },
    });
    expect(await facts.concurrency()).toEqual({ value: { limit: 1000, unreserved: 990 } });
    // Is read once, whatever asks for it again.
    expect(await facts.function('evaluate')).toMatchObject({ value: { role: ROLE } });
    expect(sent.map(({ path }) => path)).toEqual([
      '/2015-03-31/functions/evaluate/configuration',
      '/2016-08-19/account-settings',
    ]);
  });

  it('the tags of a function', async () => {
    const { borrowed, sent } = answered(({ path }) =>
      path.includes('/tags/') ? { body: { Tags: { 'headcount:stage': 'dev' } } } : { body: { FunctionArn: ARN } },
    );
    expect(await functionFacts(borrowed, {}).tags('resize')).toEqual({ value: { 'headcount:stage': 'dev' } });
    expect(sent.at(-1)?.path).toBe(`/2017-03-31/tags/${encodeURIComponent(ARN)}`);
    const refused = answered(({ path }) =>
      path.includes('/tags/') ? jsonError('AccessDeniedException') : { body: { FunctionArn: ARN } },
    );
    expect(await functionFacts(refused.borrowed, {}).tags('resize')).toEqual(denied('lambda:ListTags'));
  });

  it('a function that does not exist', async () => {
    const { borrowed } = answered(() => ({
      status: 404,
      body: { Type: 'User', Message: 'no', __type: 'ResourceNotFoundException' },
    }));
    const facts = functionFacts(borrowed, {});
    expect([await facts.function('evaluate'), await facts.tags('evaluate')]).toEqual([
      { value: null },
      { value: null },
    ]);
  });
});
