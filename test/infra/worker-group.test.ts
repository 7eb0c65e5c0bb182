import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { type App, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { Headcount, WorkerGroup } from '../../infra/index.ts';
import type { PolicyDocument } from '../../shared/policy/index.ts';
import { text } from './iam.ts';
import { attribute, only, unbundledApp } from './synthesized.ts';

const POLICY: PolicyDocument = {
  group: 'ci',
  provider: {
    kind: 'ec2',
    launchTemplate: { name: 'ci-runner' },
    instanceTypes: ['c7g.large'],
    subnets: ['subnet-a'],
  },
  capacity: { min: 1, max: 10 },
  metrics: { waiting: { sqs: { queue: 'jobs' } } },
  rules: [{ kind: 'backlog', metric: 'waiting', perWorker: 12.5 }],
};

function usersStack(app: App = unbundledApp()) {
  const stack = new Stack(app, 'users');
  return { app, stack, autoscaler: Headcount.deployed(stack, 'production') };
}

/** The validation errors that stop the synthesis of an app with this policy. */
function synthesisErrors(policy: PolicyDocument): string {
  const { app, stack, autoscaler } = usersStack();
  new WorkerGroup(stack, 'Ci', { autoscaler, policy });
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('a valid policy', () => {
  const { stack, autoscaler } = usersStack();
  new WorkerGroup(stack, 'Ci', { autoscaler, policy: POLICY, because: 'nights are quiet' });
  const { Properties } = only(Template.fromStack(stack), 'Custom::HeadcountPolicy');

  test('is passed as one JSON text, so numbers stay numbers', () => {
    expect(JSON.parse(Properties.document)).toEqual(POLICY);
  });

  test('names the construct that wrote it, and the reason', () => {
    expect(Properties).toMatchObject({ by: 'cdk:users/Ci', because: 'nights are quiet' });
  });

  test('makes CloudFormation wait at most two minutes for an answer', () => {
    expect(Number(Properties.ServiceTimeout)).toBeLessThanOrEqual(120);
  });
});

describe('an invalid policy', () => {
  test('stops the synthesis with every validation error and its path', () => {
    const rules = [{ kind: 'target', metric: 'cpu', value: 0 }] as const;
    const message = synthesisErrors({ ...POLICY, group: 'CI', capacity: { min: 3, max: 2 }, rules: [...rules] });
    expect(message).toContain('[users/Ci] group: must start with a lower-case letter');
    expect(message).toContain('[users/Ci] capacity.min: must not be above max, 2');
    expect(message).toContain('[users/Ci] rules[0].value: must be greater than 0');
  });

  test('is also one that is valid but cannot run a group', () => {
    const { provider: _, ...withoutProvider } = POLICY;
    expect(synthesisErrors(withoutProvider)).toContain(
      '[users/Ci] provider: is required: it defines what Headcount resizes',
    );
  });

  test('is reported together with other invalid policies of the app', () => {
    const { app, stack, autoscaler } = usersStack();
    new WorkerGroup(stack, 'A', { autoscaler, policy: { ...POLICY, group: 'a', warmup: -1 } });
    new WorkerGroup(stack, 'B', { autoscaler, policy: { ...POLICY, group: 'b', warmup: -1 } });
    expect(() => app.synth()).toThrow(/\[users\/A\] warmup: .+\n.+\[users\/B\] warmup: /);
  });
});

test('two constructs cannot write the policy of the same group', () => {
  const { app, stack, autoscaler } = usersStack();
  new WorkerGroup(stack, 'A', { autoscaler, policy: POLICY });
  new WorkerGroup(stack, 'B', { autoscaler, policy: POLICY });
  new WorkerGroup(stack, 'Staging', { autoscaler: Headcount.deployed(stack, 'staging'), policy: POLICY });
  expect(() => app.synth()).toThrow(/\[users\/A\] group: ci is also written by users\/B\n/);
});

describe('values known only at deployment', () => {
  function synthesize(policy: (stack: Stack) => PolicyDocument) {
    const { app, stack, autoscaler } = usersStack();
    new WorkerGroup(stack, 'Ci', { autoscaler, policy: policy(stack) });
    app.synth();
    return only(Template.fromStack(stack), 'Custom::HeadcountPolicy').Properties.document;
  }

  test('are allowed in the policy, and passed as references', () => {
    const document = synthesize((stack) => {
      const template = new ec2.CfnLaunchTemplate(stack, 'Template', { launchTemplateData: {} });
      const jobs = new sqs.Queue(stack, 'Jobs');
      return {
        ...POLICY,
        provider: {
          kind: 'ec2',
          launchTemplate: { id: template.ref, version: template.attrLatestVersionNumber },
          instanceTypes: [new CfnParameter(stack, 'Type').valueAsString],
          subnets: [new CfnParameter(stack, 'Subnet').valueAsString],
        },
        metrics: { waiting: { sqs: { queue: jobs.queueName } } },
      };
    });
    const references = document['Fn::Join'][1].filter((part: unknown) => typeof part !== 'string');
    expect(references).toContainEqual({ Ref: 'Template' });
    expect(references).toContainEqual(attribute('Template', 'LatestVersionNumber'));
    expect(references).toContainEqual({ Ref: 'Subnet' });
  });

  test('can be a whole list or a number', () => {
    const document = synthesize((stack) => ({
      ...POLICY,
      provider: {
        kind: 'ec2',
        launchTemplate: { name: 'ci-runner' },
        instanceTypes: ['c7g.large'],
        subnets: Fn.split(',', Fn.importValue('subnets')),
      },
      capacity: { min: 2, max: new CfnParameter(stack, 'Max', { type: 'Number' }).valueAsNumber },
    }));
    const references = document['Fn::Join'][1].filter((part: unknown) => typeof part !== 'string');
    // A function of the CDK converts the list to JSON at deployment.
    expect(references).toEqual([attribute(expect.stringContaining('CdkJsonStringify'), 'Value'), { Ref: 'Max' }]);
  });

  test('do not hide other validation errors', () => {
    const launchTemplate = { id: Token.asString({ Ref: 'Template' }), name: 'both' };
    const message = synthesisErrors({
      ...POLICY,
      provider: { kind: 'ec2', launchTemplate, instanceTypes: ['c7g.large'], subnets: ['10.0.0.0/24'] },
    });
    expect(message).toContain("provider.subnets[0]: must be a subnet's id");
    expect(message).toContain('provider.launchTemplate');
    expect(message).not.toContain('launchTemplate.id');
  });
});

test('the stage alone identifies an autoscaler that another app deployed', () => {
  const { stack } = usersStack();
  const { putPolicyArn } = Headcount.deployed(stack, 'staging');
  expect(text(stack.resolve(putPolicyArn))).toMatch(/^arn:aws:lambda:.+:function:headcount-staging-put-policy$/);
});

describe('with its autoscaler in the same app', () => {
  const app = unbundledApp();
  const stack = new Stack(app, 'users');
  const autoscaler = new Headcount(stack, 'Autoscaler', { stage: 'staging' });
  new WorkerGroup(stack, 'Ci', { autoscaler, policy: POLICY });
  const template = Template.fromStack(stack);

  test('the policy is created after the resources that process it, and deleted before them', () => {
    const sources = Object.keys(template.findResources('AWS::Lambda::EventSourceMapping'));
    const { DependsOn } = only(template, 'Custom::HeadcountPolicy') as unknown as { DependsOn: string[] };
    const rules = Object.keys(template.findResources('AWS::Events::Rule'));
    expect(rules).not.toHaveLength(0);
    expect(DependsOn).toEqual(expect.arrayContaining([...sources, ...rules]));
  });
});
