import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { allow } from '../../infra/constructs/permissions/permissions.ts';
import { EVALUATING_FUNCTIONS } from '../../shared/names/index.ts';
import { PRICES_KEY, RIGHTSIZE_KEY, TAG } from '../../shared/names/names.ts';
import { listed, may, type Request, statementsOf, text } from './iam.ts';
import { attribute, only, synthesized, synthesizedStack, WORKER_ROLE } from './synthesized.ts';

const template = synthesized();
const FUNCTIONS = [
  'on-policy-change',
  'on-schedule',
  'evaluate',
  'on-alarm',
  'on-worker-event',
  'on-push',
  'put-policy',
  'refresh-prices',
  'tune',
];
const RESIZING: readonly string[] = EVALUATING_FUNCTIONS;
const table = text(attribute(only(template, 'AWS::DynamoDB::GlobalTable').id, 'Arn'));

const bus = text(attribute(only(template, 'AWS::Events::EventBus').id, 'Arn'));

const ec2 = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;
const tagged = (stage: string, group = 'ci') => ({
  [`aws:ResourceTag/${TAG.stage}`]: stage,
  [`aws:ResourceTag/${TAG.group}`]: group,
});
const launchedAs = (stage: string) => ({
  [`aws:RequestTag/${TAG.stage}`]: stage,
  [`aws:RequestTag/${TAG.group}`]: 'ci',
});

test.each(FUNCTIONS)('%s has no permission with a pattern as its action', (name) => {
  const actions = statementsOf(template, name).flatMap(({ Action }) => listed(Action));
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

test('preflight checks the roles of all functions that may resize, and of no others', () => {
  const may = (name: string, action: string) =>
    statementsOf(template, name).some((statement) => listed(statement.Action).includes(action));
  expect(FUNCTIONS.filter((name) => may(name, 'ec2:TerminateInstances'))).toEqual(EVALUATING_FUNCTIONS);
});

test('no role has a managed policy', () => {
  const roles = Object.values(template.findResources('AWS::IAM::Role'));
  expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns)).toEqual([]);
});

describe.each(RESIZING)('%s', (name) => {
  const statements = statementsOf(template, name);
  const can = (request: Request) => may(statements, request);
  const terminate = (context: Request['context'] = {}) =>
    can({ action: 'ec2:TerminateInstances', resource: ec2('instance/i-1'), context });

  test("terminates this stage's workers", () => {
    expect(terminate(tagged('production'))).toBe(true);
  });

  test('cannot terminate an instance without tags, of another stage, or of no group', () => {
    expect(terminate()).toBe(false);
    expect(terminate(tagged('staging'))).toBe(false);
    expect(terminate({ [`aws:ResourceTag/${TAG.stage}`]: 'production' })).toBe(false);
  });

  test.each(['ec2:RunInstances', 'ec2:CreateFleet'])(
    'can launch with %s only instances tagged as workers of this stage',
    (action) => {
      const launch = (context: Request['context'] = {}) => can({ action, resource: ec2('instance/i-1'), context });
      expect(launch(launchedAs('production'))).toBe(true);
      expect(launch(launchedAs('staging'))).toBe(false);
      expect(launch()).toBe(false);
    },
  );

  test.each([
    ec2('launch-template/lt-1'),
    ec2('network-interface/eni-1'),
    ec2('volume/vol-1'),
    ec2('spot-instances-request/sir-1'),
    'arn:aws:ec2:eu-west-1::image/ami-1',
    'arn:aws:ec2:eu-west-1::snapshot/snap-1',
    'arn:aws:ec2:eu-west-1:999900001111:subnet/subnet-1',
    'arn:aws:ec2:eu-west-1:999900001111:security-group/sg-1',
  ])('can launch from %s', (resource) => {
    expect(can({ action: 'ec2:RunInstances', resource })).toBe(true);
  });

  test('can tag instances in the launch call, but not later', () => {
    const tag = (context: Request['context'] = {}) =>
      can({ action: 'ec2:CreateTags', resource: ec2('instance/i-1'), context });
    expect(tag({ 'ec2:CreateAction': 'CreateFleet', 'aws:TagKeys': [TAG.group, TAG.stage] })).toBe(true);
    expect(tag({ 'ec2:CreateAction': 'RunInstances', 'aws:TagKeys': [TAG.group, TAG.stage] })).toBe(true);
    expect(tag({ 'aws:TagKeys': [TAG.group, TAG.stage] })).toBe(false);
    expect(tag({ ...tagged('production'), 'aws:TagKeys': [TAG.stage] })).toBe(false);
  });

  test('can tag only its own workers as draining', () => {
    const mark = (context: Request['context'] = {}) =>
      can({ action: 'ec2:CreateTags', resource: ec2('instance/i-1'), context });
    expect(mark({ ...tagged('production'), 'aws:TagKeys': [TAG.drainingUntil] })).toBe(true);
    expect(mark({ ...tagged('staging'), 'aws:TagKeys': [TAG.drainingUntil] })).toBe(false);
    expect(mark({ ...tagged('production'), 'aws:TagKeys': [TAG.drainingUntil, TAG.group] })).toBe(false);
    expect(mark({ ...tagged('production') })).toBe(false);
  });

  test('can remove only the drain tags, and only from its own workers', () => {
    const remove = (context: Request['context'] = {}) =>
      can({ action: 'ec2:DeleteTags', resource: ec2('instance/i-1'), context });
    const marks = { 'aws:TagKeys': [TAG.drainingUntil, TAG.drained] };
    expect(remove({ ...tagged('production'), ...marks })).toBe(true);
    expect(remove({ ...tagged('staging'), ...marks })).toBe(false);
    expect(remove(marks)).toBe(false);
    expect(remove({ [`aws:ResourceTag/${TAG.stage}`]: 'production', ...marks })).toBe(false);
    for (const other of [TAG.group, TAG.stage, TAG.protected, TAG.busy, 'Name']) {
      expect(remove({ ...tagged('production'), 'aws:TagKeys': [TAG.drainingUntil, other] })).toBe(false);
    }
    // Without keys, EC2 would remove every tag.
    expect(remove(tagged('production'))).toBe(false);
  });

  test("publishes events only on its stage's bus", () => {
    const publish = (resource: string) => can({ action: 'events:PutEvents', resource });
    expect(publish(bus)).toBe(true);
    expect(publish('arn:aws:events:eu-west-1:111122223333:event-bus/default')).toBe(false);
  });

  test('can pass only the configured roles, and only to EC2', () => {
    const pass = (resource: string, service: string) =>
      can({ action: 'iam:PassRole', resource, context: { 'iam:PassedToService': service } });
    expect(pass(WORKER_ROLE, 'ec2.amazonaws.com')).toBe(true);
    expect(pass(WORKER_ROLE, 'lambda.amazonaws.com')).toBe(false);
    expect(pass('arn:aws:iam::111122223333:role/admin', 'ec2.amazonaws.com')).toBe(false);
  });

  test.each(['DescribeInstances', 'DescribeInstanceStatus', 'DescribeInstanceTypes', 'DescribeSubnets'])(
    'can call ec2:%s',
    (action) => {
      expect(can({ action: `ec2:${action}`, resource: '*' })).toBe(true);
    },
  );

  test("can register and deregister workers in its account's target groups in its region, but cannot change a load balancer", () => {
    const elb = (resource: string, region = 'eu-west-1') =>
      `arn:aws:elasticloadbalancing:${region}:111122223333:${resource}`;
    const group = 'targetgroup/web/0123456789abcdef';
    const mayCall = (action: string, resource: string) => can({ action: `elasticloadbalancing:${action}`, resource });
    for (const action of ['RegisterTargets', 'DeregisterTargets']) {
      expect(mayCall(action, elb(group))).toBe(true);
      expect(mayCall(action, elb(group, 'us-east-1'))).toBe(false);
      expect(mayCall(action, elb(group).replace('111122223333', '999900001111'))).toBe(false);
    }
    expect(mayCall('DescribeTargetHealth', '*')).toBe(true);
    expect(mayCall('ModifyTargetGroup', elb(group))).toBe(false);
    expect(mayCall('DeleteTargetGroup', elb(group))).toBe(false);
    expect(mayCall('RegisterTargets', elb('loadbalancer/app/web/0123456789abcdef'))).toBe(false);
  });

  test('can neither delete from the table nor scan it', () => {
    for (const action of ['dynamodb:DeleteItem', 'dynamodb:Scan']) expect(can({ action, resource: table })).toBe(false);
    expect(can({ action: 'dynamodb:UpdateItem', resource: table })).toBe(true);
  });

  test("can count the messages in its account's queues, but not receive them", () => {
    const jobs = 'arn:aws:sqs:eu-west-1:111122223333:jobs';
    expect(can({ action: 'sqs:GetQueueAttributes', resource: jobs })).toBe(true);
    expect(can({ action: 'sqs:ReceiveMessage', resource: jobs })).toBe(false);
    expect(can({ action: 'sqs:GetQueueAttributes', resource: jobs.replace('1111222', '9999000') })).toBe(false);
  });
});

test.each(RESIZING)('%s cannot pass a role when none is configured', (name) => {
  const statements = statementsOf(synthesized({ passRoleArns: [] }), name);
  expect(statements.flatMap(({ Action }) => listed(Action))).not.toContain('iam:PassRole');
});

test.each(FUNCTIONS.filter((name) => !RESIZING.includes(name) && name !== 'refresh-prices'))(
  '%s has no access to instances',
  (name) => {
    const actions = statementsOf(template, name).flatMap(({ Action }) => listed(Action));
    // A budget needs to know which types match requirements; the action reads no instance.
    const read = 'ec2:GetInstanceTypesFromInstanceRequirements';
    const touching = actions.filter((action) => /^(ec2|elasticloadbalancing|iam):/.test(action) && action !== read);
    expect(touching).toEqual([]);
  },
);

test("on-policy-change can change only the alarms of this stage's groups", () => {
  const statements = statementsOf(template, 'on-policy-change');
  const alarm = (name: string) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
  for (const action of ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms']) {
    expect(may(statements, { action, resource: alarm('headcount/production/ci/jobs/high') })).toBe(true);
    expect(may(statements, { action, resource: alarm('headcount/staging/ci/jobs/high') })).toBe(false);
    expect(may(statements, { action, resource: alarm('headcount-production-failure-queue') })).toBe(false);
  }
});

test('on-policy-change can report a policy that it sets aside', () => {
  const { id } = only(template, 'AWS::SQS::Queue', ({ Properties }) => /-failures$/.test(Properties.QueueName));
  const request = { action: 'sqs:SendMessage', resource: text(attribute(id, 'Arn')) };
  expect(may(statementsOf(template, 'on-policy-change'), request)).toBe(true);
});

test('only on-worker-event can tag workers as drained, and only draining workers of this stage', () => {
  const draining = { ...tagged('production'), [`aws:ResourceTag/${TAG.drainingUntil}`]: '2026-11-21T12:00:00Z' };
  const tag = (name: string, context: Request['context']) =>
    may(statementsOf(template, name), {
      action: 'ec2:CreateTags',
      resource: ec2('instance/i-1'),
      context: context ?? {},
    });
  const drained = { 'aws:TagKeys': [TAG.drained] };
  expect(tag('on-worker-event', { ...draining, ...drained })).toBe(true);
  expect(tag('on-worker-event', { ...tagged('production'), ...drained })).toBe(false);
  expect(tag('on-worker-event', { ...draining, ...tagged('staging'), ...drained })).toBe(false);
  expect(tag('on-worker-event', { ...draining, 'aws:TagKeys': [TAG.drained, TAG.protected] })).toBe(false);
  for (const name of ['evaluate', 'on-alarm']) expect(tag(name, { ...draining, ...drained })).toBe(false);
});

test('on-schedule can query only the index of due groups', () => {
  const statements = statementsOf(template, 'on-schedule');
  expect(may(statements, { action: 'dynamodb:Query', resource: `${table}/index/due` })).toBe(true);
  expect(may(statements, { action: 'dynamodb:Query', resource: table })).toBe(false);
});

test('only the functions that need prices of AWS can read them, and only refresh-prices those of spot', () => {
  const may_ = (name: string, action: string) => may(statementsOf(template, name), { action, resource: '*' });
  const readers = FUNCTIONS.filter((name) => may_(name, 'pricing:GetProducts'));
  expect(readers).toEqual(['on-policy-change', 'refresh-prices']);
  expect(FUNCTIONS.filter((name) => may_(name, 'ec2:DescribeSpotPriceHistory'))).toEqual(['refresh-prices']);
  expect(may(statementsOf(template, 'refresh-prices'), { action: 'dynamodb:PutItem', resource: table })).toBe(false);
});

test('only refresh-prices measures workers for right-sizing, and it changes nothing in EC2', () => {
  const actions = (name: string) => statementsOf(template, name).flatMap(({ Action }) => listed(Action));
  const own = actions('refresh-prices').filter((action) => /^(ec2|cloudwatch|autoscaling):/.test(action));
  expect(own.toSorted()).toEqual([
    ...['cloudwatch:GetMetricData', 'ec2:DescribeInstanceTypes', 'ec2:DescribeInstances'],
    ...['ec2:DescribeSpotPriceHistory', 'ec2:GetInstanceTypesFromInstanceRequirements'],
  ]);
});

test('refresh-prices can write only the items of prices and of right-sizing', () => {
  const canWrite = (keys: string[]) =>
    may(statementsOf(template, 'refresh-prices'), {
      ...{ action: 'dynamodb:UpdateItem', resource: table },
      context: { 'dynamodb:LeadingKeys': keys },
    });
  expect([canWrite([PRICES_KEY]), canWrite([RIGHTSIZE_KEY])]).toEqual([true, true]);
  expect([canWrite(['GROUP#ci']), canWrite([PRICES_KEY, 'GROUP#ci'])]).toEqual([false, false]);
});

test('a permission with a pattern as its resource must give a reason', () => {
  const role = new Role(synthesizedStack(), 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const everything = { sid: 'ReadAll', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::*'] };
  expect(() => allow(role, everything)).toThrow('ReadAll allows arn:aws:s3:::*: give the reason in patternBecause');
});

describe('with overflow to another region', () => {
  const connected = synthesized({ overflowRegions: ['eu-central-1'] });
  const receiver = (region: string, name = 'headcount-production-on-overflow') => ({
    action: 'lambda:InvokeFunction',
    resource: `arn:aws:lambda:${region}:111122223333:function:${name}`,
  });

  test.each(RESIZING)('%s may ask the stack of that region, and nothing else there', (name) => {
    const statements = statementsOf(connected, name);
    const asked = statements.find(({ Sid }) => Sid === 'AskOtherRegionsForWorkers');
    expect(listed(asked?.Action)).toEqual(['lambda:InvokeFunction']);
    expect(text(asked?.Resource)).toContain(
      ':lambda:eu-central-1:111122223333:function:headcount-production-on-overflow',
    );
    expect(statementsOf(template, name).map(({ Sid }) => Sid)).not.toContain('AskOtherRegionsForWorkers');
    expect(may(statements, receiver('eu-west-1'))).toBe(false);
    expect(may(statements, receiver('eu-central-1', 'headcount-production-evaluate'))).toBe(false);
  });

  test('on-overflow reads and updates the table, and can do nothing else', () => {
    const actions = statementsOf(connected, 'on-overflow').flatMap(({ Action }) => listed(Action));
    expect(actions.toSorted()).toEqual([
      ...['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      ...['logs:CreateLogStream', 'logs:PutLogEvents'],
    ]);
  });

  test('its own region is refused', () => {
    expect(() => synthesized({ overflowRegions: ['eu-west-1'] })).toThrow('eu-west-1 is the region of this stack');
  });
});
