import { describe, expect, test } from 'vitest';
import { ACCOUNT, type Statement, simulated } from '../../../../local/permissions/index.ts';
import type { Judgement, RoleFacts } from '../../../../shared/operations/index.ts';
import { type RoleRequest, roleChecks } from '../../../../shared/operations/preflight/role.ts';
import { type Policy, parsePolicy } from '../../../../shared/policy/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { evaluation, STAGE, withoutStatement } from '../../../local/permissions/roles.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/evaluate`;
const PLACE = { partition: 'aws', account: ACCOUNT, region: 'us-east-1' };
const VERSION = '1.2.3';

/** A policy with these fields. */
function policy(fields: object): Policy {
  const parsed = parsePolicy({ group: 'web', capacity: { min: 0, max: 5 }, ...fields });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}
const EC2 = { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-1'] };
const CPU = { cloudwatch: { namespace: 'Test', name: 'cpu' } };
const JOBS = { sqs: { queue: 'jobs' } };
const queue = policy({
  provider: EC2,
  metrics: { jobs: JOBS },
  rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }],
});
const web = (provider: object = EC2) =>
  policy({ provider, metrics: { cpu: CPU }, rules: [{ kind: 'target', metric: 'cpu', value: 60 }] });

/** IAM, for a role with these statements. */
function role(statements: readonly Statement[], { version = VERSION, organization = true } = {}): RoleFacts {
  return {
    roleOf: async () => ({ value: { arn: ROLE, place: PLACE, version } }),
    simulate: async (_role, { actions, resources, context }) => ({
      value: actions.flatMap((action) =>
        resources.map((resource): Judgement => {
          const { verdict, missing } = simulated({ action, resource, context }, statements);
          const isAllowed = verdict === 'allowed' && organization;
          return { action, resource, isAllowed, missing, isDeniedByOrganization: !organization };
        }),
      ),
    }),
  };
}

const checked = (of: Policy, facts: RoleFacts, functions: RoleRequest['functions'] = ['evaluate']) =>
  roleChecks(of, { facts, stage: STAGE, functions, version: VERSION });
const found = async (of: Policy, facts: RoleFacts) =>
  (await checked(of, facts)).map(({ verdict, reason }) => `${verdict} ${reason.code}`);
const OK = ['ok role-may'];

describe('the role that the stack makes', () => {
  const warm = { ...EC2, warm: { size: 1, state: 'stopped' }, rollout: { alarms: ['errors'] } };
  const target = `arn:aws:elasticloadbalancing:us-east-1:${ACCOUNT}:targetgroup/web/0123456789abcdef`;

  test.each<[string, Policy]>([
    ['instances', queue],
    ['a warm pool, alarms and a target group', web({ ...warm, targetGroups: [target] })],
    ['a fleet', web({ kind: 'ec2-fleet', id: 'fleet-12345678-1234-1234-1234-123456789012' })],
    ['an Auto Scaling group', web({ kind: 'auto-scaling-group', name: 'web' })],
    ['a service', web({ kind: 'ecs-service', cluster: 'main', service: 'web' })],
    ['a function', web({ kind: 'lambda', function: 'resize' })],
  ])('may make all calls for %s', async (_provider, of) => {
    expect(await found(of, role(evaluation()))).toEqual(OK);
  });

  test.each<[string, object]>([
    ['a function', { lambda: { function: 'metrics-for-headcount-jobs:live' } }],
    ['a workspace', { prometheus: { workspace: 'ws-1', query: 'up' } }],
    [
      'a server with a secret',
      { prometheus: { url: 'https://p', query: 'up', secret: { secretsManager: 'headcount/p' } } },
    ],
    ['a server with a parameter', { prometheus: { url: 'https://p', query: 'up', secret: { ssm: '/headcount/p' } } }],
  ])('may read the metric of %s', async (_source, load) => {
    const of = policy({ provider: EC2, metrics: { load }, rules: [{ kind: 'target', metric: 'load', value: 60 }] });
    expect(await found(of, role(evaluation()))).toEqual(OK);
  });
});

describe('a role that lacks a statement', () => {
  const without = (sid: string) => role(withoutStatement(evaluation(), sid));

  test('blocks a policy that needs it, and says what is missing and what to do', async () => {
    const [check, ...others] = await checked(web(), without('ReadMetrics'));
    expect(others).toEqual([]);
    expect(check).toMatchObject({
      verdict: 'blocker',
      group: 'web',
      reason: {
        code: 'role-lacks',
        params: {
          ...{ roles: ['evaluate'], functions: ['evaluate'] },
          lacks: [{ params: { statement: 'ReadMetrics', actions: ['cloudwatch:GetMetricData'], resources: ['*'] } }],
        },
      },
    });
    expect([check?.reason, check?.remedy].map((each) => each && sentence(each))).toEqual([
      'The role evaluate of the function evaluate may not call cloudwatch:GetMetricData on *.',
      'Run "npx cdk deploy --context stage=local". If that changes nothing, add the statement ReadMetrics to the policy of the role again, because CloudFormation does not restore statements that were removed by hand. If the role already has it, another statement or the permissions boundary denies the call.',
    ]);
  });

  test.each([
    'LaunchOnlyInstancesTaggedAsWorkersOfThisStage',
    'LaunchWorkersFromTheirTemplates',
    'TagOnlyInTheLaunchCall',
    'TagOnlyOwnWorkersAsDraining',
    'RemoveDrainTagsFromOwnWorkersOnly',
    'TerminateOnlyOwnWorkers',
  ])('%s, by the tags of the call', async (sid) => {
    expect(await checked(web(), without(sid))).toMatchObject([
      { verdict: 'blocker', reason: { params: { lacks: [{ params: { statement: sid } }] } } },
    ]);
  });

  test.each(['StopOnlyMembersOfWarmPools', 'RegisterAndDeregisterWorkers', 'ReadTheAlarmsOfRollouts', 'ReadMetrics'])(
    '%s is no problem of a policy that does not need it',
    async (sid) => {
      expect(await found(queue, without(sid))).toEqual(OK);
    },
  );

  test('is no problem if only a metric needs it that no enabled rule reads', async () => {
    const unread = { kind: 'target', metric: 'cpu', value: 60, enabled: false };
    const of = policy({
      ...{ provider: EC2, metrics: { cpu: CPU, jobs: JOBS } },
      rules: [unread, { kind: 'backlog', metric: 'jobs', perWorker: 1 }],
    });
    expect(await found(of, without('ReadMetrics'))).toEqual(OK);
  });

  test('is a warning if the policy of the queue may allow the call', async () => {
    const [check] = await checked(queue, without('CountMessagesOfQueuesThatPoliciesName'));
    expect(check).toMatchObject({ verdict: 'warning', remedy: { params: { unless: 'resource' } } });
    expect(sentence(check?.reason as never)).toBe(
      `The role evaluate of the function evaluate may not call sqs:GetQueueUrl, sqs:GetQueueAttributes on arn:aws:sqs:us-east-1:${ACCOUNT}:jobs.`,
    );
  });

  test('is a warning if another version deployed the stage, which may not make the call', async () => {
    const older = role(withoutStatement(evaluation(), 'ReadMetrics'), { version: '1.2.2' });
    expect(await checked(web(), older)).toMatchObject([
      { verdict: 'warning', remedy: { params: { unless: 'version' } } },
    ]);
  });
});

describe('the roles of several functions', () => {
  const FUNCTIONS = ['evaluate', 'on-alarm', 'on-worker-event'] as const;
  /** IAM, for functions whose roles have the statements of an evaluation, but not those that `lacking` names. */
  const roles = (lacking: Readonly<Record<string, string>>): RoleFacts => ({
    roleOf: async (name) => ({
      value: {
        arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
        place: PLACE,
        version: name === 'evaluate' ? VERSION : null,
      },
    }),
    simulate: (arn, calls) => {
      const sid = lacking[arn.slice(arn.lastIndexOf('/') + 1)];
      return role(sid === undefined ? evaluation() : withoutStatement(evaluation(), sid)).simulate(arn, calls);
    },
  });
  const texts = async (lacking: Readonly<Record<string, string>>) =>
    (await checked(web(), roles(lacking), FUNCTIONS)).map(({ verdict, reason }) => `${verdict} ${sentence(reason)}`);

  test('that may make all calls pass together', async () => {
    expect(await texts({})).toEqual([
      'ok The roles evaluate, on-alarm and on-worker-event of the functions evaluate, on-alarm and on-worker-event may make the calls that this policy needs.',
    ]);
  });

  test('of which one lacks a statement: it is named, and the others pass', async () => {
    expect(await texts({ 'on-worker-event': 'TerminateOnlyOwnWorkers' })).toEqual([
      'ok The roles evaluate and on-alarm of the functions evaluate and on-alarm may make the calls that this policy needs.',
      `blocker The role on-worker-event of the function on-worker-event may not call ec2:TerminateInstances on arn:aws:ec2:us-east-1:${ACCOUNT}:instance/*.`,
    ]);
  });

  test('that lack the same statement are one problem', async () => {
    const all = Object.fromEntries(FUNCTIONS.map((name) => [name, 'ReadMetrics']));
    const found = await checked(web(), roles(all), FUNCTIONS);
    expect(found).toMatchObject([{ verdict: 'blocker', reason: { params: { functions: FUNCTIONS } } }]);
    expect(sentence(found[0]?.remedy as never)).toContain(
      'add the statement ReadMetrics to the policies of the roles again',
    );
  });

  test('of which one cannot be simulated: what was found of the others stays', async () => {
    const facts = roles({ evaluate: 'ReadMetrics' });
    const failure = { action: 'iam:SimulatePrincipalPolicy', resource: ROLE, code: 'Throttling', message: 'no' };
    const throttled: RoleFacts = {
      ...facts,
      simulate: async (arn, calls) => (arn.endsWith('/on-alarm') ? { failure } : facts.simulate(arn, calls)),
    };
    expect((await checked(web(), throttled, FUNCTIONS)).map(({ verdict, reason }) => [verdict, reason.code])).toEqual([
      ['blocker', 'role-lacks'],
      ['warning', 'preflight-not-answered'],
    ]);
  });

  test('without one that an older version did not have', async () => {
    const facts = roles({});
    const older: RoleFacts = {
      ...facts,
      roleOf: async (name) => (name === 'on-alarm' ? { value: null } : facts.roleOf(name)),
    };
    expect(await checked(web(), older, FUNCTIONS)).toMatchObject([
      { verdict: 'ok', reason: { params: { functions: ['evaluate', 'on-worker-event'] } } },
    ]);
  });
});

describe('a role that may change only resources with some names', () => {
  const narrowed = (sid: string, Resource: string): RoleFacts =>
    role(evaluation().map((statement) => (statement.Sid === sid ? { ...statement, Resource } : statement)));

  test.each<[string, string, object, object]>([
    [
      'ResizeAutoScalingGroupsOfThisStage',
      'arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/ci-*',
      { kind: 'auto-scaling-group', name: 'ci-web' },
      { kind: 'auto-scaling-group', name: 'web' },
    ],
    [
      'ResizeEc2FleetsOfThisStage',
      'arn:aws:ec2:*:*:fleet/fleet-1*',
      { kind: 'ec2-fleet', id: 'fleet-12345678-1234-1234-1234-123456789012' },
      { kind: 'ec2-fleet', id: 'fleet-22345678-1234-1234-1234-123456789012' },
    ],
    [
      'ResizeEcsServicesOfThisStage',
      'arn:aws:ecs:*:*:service/main/*',
      { kind: 'ecs-service', cluster: 'main', service: 'web' },
      { kind: 'ecs-service', cluster: 'other', service: 'web' },
    ],
    [
      'ProtectEcsTasksOfThisStageAndTagThemAsDrainingAndWithTheirReports',
      'arn:aws:ecs:*:*:task/main/*',
      { kind: 'ecs-service', cluster: 'main', service: 'web' },
      { kind: 'ecs-service', cluster: 'other', service: 'web' },
    ],
    [
      'DescribeEcsServices',
      'arn:aws:ecs:*:*:service/main/*',
      { kind: 'ecs-service', cluster: 'main', service: 'web' },
      { kind: 'ecs-service', cluster: 'other', service: 'web' },
    ],
    [
      'ReadTasksOfEcsServices',
      'arn:aws:ecs:*:*:task/main/*',
      { kind: 'ecs-service', cluster: 'main', service: 'web' },
      { kind: 'ecs-service', cluster: 'other', service: 'web' },
    ],
    [
      'ListTasksOfEcsServices',
      'arn:aws:ecs:*:*:container-instance/main/*',
      { kind: 'ecs-service', cluster: 'main', service: 'web' },
      { kind: 'ecs-service', cluster: 'other', service: 'web' },
    ],
  ])('%s blocks only policies with other names', async (sid, resource, one, other) => {
    expect(await found(web(one), narrowed(sid, resource))).toEqual(OK);
    expect(await found(web(other), narrowed(sid, resource))).toEqual(['blocker role-lacks']);
  });
});

describe('what the policy simulator cannot know', () => {
  const onlyFrom = (Condition: object): Statement[] => [
    ...evaluation(),
    { Effect: 'Deny', Action: '*', Resource: '*', Condition } as Statement,
  ];

  test('is a warning that names the condition keys', async () => {
    const [check, ...others] = await checked(web(), role(onlyFrom({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })));
    expect(others).toEqual([]);
    expect(check).toMatchObject({
      verdict: 'warning',
      reason: { code: 'role-unclear', params: { keys: ['aws:sourcevpc'] } },
    });
  });

  test('a denial without open conditions is certain', async () => {
    expect(await found(web(), role(onlyFrom({})))).toEqual(['blocker role-lacks']);
  });

  test('a policy of the organization is a warning, because its conditions are not judged', async () => {
    expect(await found(web(), role(evaluation(), { organization: false }))).toEqual(['warning role-unclear']);
  });

  test('an answer about all resources says nothing about the one that was asked for', async () => {
    const facts = role([]);
    const elsewhere: RoleFacts = {
      ...facts,
      simulate: async (arn, calls) => {
        const answer = await facts.simulate(arn, calls);
        return 'value' in answer ? { value: answer.value.map((each) => ({ ...each, resource: '*' })) } : answer;
      },
    };
    const [check] = await checked(queue, elsewhere);
    expect(JSON.stringify(check?.reason.params)).not.toContain('sqs:');
  });

  test('you may not ask: the check is left out, and one warning says so', async () => {
    const failure = { action: 'iam:SimulatePrincipalPolicy', resource: ROLE, code: 'AccessDenied', message: 'no' };
    const facts = { ...role([]), simulate: async () => ({ failure }) };
    expect(await found(queue, facts)).toEqual(['warning preflight-not-allowed']);
  });

  test('a stage that is not deployed has no role', async () => {
    expect(await found(queue, { ...role([]), roleOf: async () => ({ value: null }) })).toEqual([]);
  });
});
