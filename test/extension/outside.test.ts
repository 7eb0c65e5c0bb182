import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Headcount } from '../../infra/index.ts';
import { extend, extended } from '../../shared/model/index.ts';
import { sharedTargets } from '../../shared/operations/index.ts';
import { roleChecks } from '../../shared/operations/preflight/role.ts';
import {
  completedPolicy,
  type Policy,
  parseDeployable,
  policyJsonSchema,
  policyWarnings,
  sealedPolicy,
} from '../../shared/policy/index.ts';
import { sentence } from '../../shared/presentation/index.ts';
import { registerExtensions } from '../../shared/registration/index.ts';
import { may, statementsOf } from '../infra/iam.ts';
import { functionNamed, unbundledApp } from '../infra/synthesized.ts';
import { outsideProject } from './outside-project.ts';

const project = outsideProject();
const read = () => parse(readFileSync(join(project.folder, 'policy.yaml'), 'utf8'));
const faultsOf = (written: object) => {
  const parsed = parseDeployable(written);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
};
const accepted = (written: object): Policy => {
  const parsed = parseDeployable(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
};

/** Without extensions, in the process in which they are registered after that. */
let before: string[] = [];
beforeAll(() => {
  before = faultsOf(read());
  registerExtensions(['./src/index.ts'], project.folder);
});
afterAll(() => project.remove());

describe('a policy with the kinds of an extension', () => {
  test('is invalid before they are registered, and the errors say what to do', () => {
    const hint = 'if an extension adds it, name the extension in --extensions, and deploy the stage with it';
    expect(before).toEqual([
      expect.stringMatching(`^provider.kind: must be ec2, .*, not parameter; ${hint}$`),
      expect.stringMatching(`^metrics.orders.parameter: must be cloudwatch, .*, not parameter; ${hint}$`),
      expect.stringMatching(`^rules.0..kind: must be target, .*, not ladder; ${hint}$`),
    ]);
  });

  test('is valid after that, and completed', () => {
    expect(faultsOf(read())).toEqual([]);
    expect(accepted(read())).toMatchObject({
      provider: { kind: 'parameter', parameter: '/shop/workers', retire: 'balanced', bootTimeout: 900 },
      metrics: { orders: { maxAge: 180 } },
      rules: [{ name: 'orders', kind: 'ladder' }],
    });
    expect(policyWarnings(accepted(read()))).toEqual([]);
    const hasty = { ...read(), provider: { ...read().provider, heartbeat: 5 } };
    expect(policyWarnings(accepted(hasty))).toMatchObject([
      { path: 'provider.heartbeat', code: 'shorter-than-evaluation' },
    ]);
  });

  test('has every error of their fields', () => {
    const steps = [
      { from: 100, workers: 4 },
      { from: 0, workers: 1 },
    ];
    const [rule] = read().rules;
    const wrong = {
      ...read(),
      provider: { kind: 'parameter', parameter: 'shop', size: 3 },
      metrics: { orders: { parameter: { names: '/shop/orders' } } },
      rules: [{ ...rule, metric: 'depth', steps: [{ from: 'zero', workers: -1 }] }],
    };
    expect(faultsOf(wrong)).toEqual([
      'provider.parameter: must be the path of a parameter, such as /shop/workers',
      'provider.size: is not a known field',
      'metrics.orders.parameter.name: is required',
      'metrics.orders.parameter.names: is not a known field; did you mean name?',
      'rules[0].steps[0].from: must be a number',
      'rules[0].steps[0].workers: must be at least 0',
      'rules[0]: reads depth, which is not defined in metrics',
    ]);
    expect(faultsOf({ ...read(), rules: [{ ...rule, steps }] })).toEqual([
      'rules[0].steps[1].from: must be greater than 100, the value of the step before',
    ]);
  });

  test('is in the JSON Schema of policies', () => {
    const text = JSON.stringify(policyJsonSchema());
    expect(text).toContain('"const":"ladder"');
    expect(text).toContain('Keeps as many workers as the step says that a metric has reached.');
  });

  test('resizes what no other policy may resize', () => {
    const found = sharedTargets(['a', 'b'].map((group) => accepted({ ...read(), group })));
    const params = { kind: 'parameter', target: '/shop/workers', groups: ['a', 'b'] };
    expect([...found]).toMatchObject([
      ['a', { code: 'target-shared', params }],
      ['b', { code: 'target-shared', params }],
    ]);
  });

  test('needs a stage that is deployed with the extension, as preflight says if its roles lack the permissions', async () => {
    const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
    const facts = {
      roleOf: async () => ({ value: { arn: 'arn:aws:iam::111122223333:role/evaluate', place, version: '1' } }),
      simulate: async (_role: string, { actions, resources }: { actions: string[]; resources: string[] }) => ({
        value: actions.flatMap((action) =>
          resources.map((resource) => ({
            ...{ action, resource, isAllowed: false, missing: [], isDeniedByOrganization: false },
          })),
        ),
      }),
    };
    const asked = { facts: facts as never, stage: 'staging', functions: ['evaluate'] as const, version: '1' };
    const [check] = await roleChecks(accepted(read()), asked);
    expect(check?.remedy && sentence(check.remedy)).toContain(
      'Deploy the stage staging with the extension that the policy uses',
    );
  });

  test('is trusted only as long as the format of its kinds is the one that accepted it', () => {
    const stored = completedPolicy(accepted(read()));
    expect(sealedPolicy(stored)).not.toBeNull();
    const now = extended();
    try {
      const changed = new Map([...now.rules].map(([kind, rule]) => [kind, { ...rule, edition: 'another' }]));
      extend({ ...now, rules: changed });
      expect(sealedPolicy(stored)).toBeNull();
      extend({ ...now, rules: new Map(), sources: new Map(), providers: new Map() });
      expect(sealedPolicy(stored)).toBeNull();
    } finally {
      extend(now);
    }
  });
});

test('a stack loads its extensions in every function, and allows what their kinds need in those that evaluate', () => {
  const env = { account: '111122223333', region: 'eu-west-1' };
  const app = unbundledApp();
  const [stack, other] = [new Stack(app, 'fleet', { env }), new Stack(app, 'plain', { env })];
  new Headcount(stack, 'Headcount', { extensions: [join(project.folder, 'src/index.ts')], api: true });
  new Headcount(other, 'Headcount');
  const template = Template.fromStack(stack);
  for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
    expect([Properties.FunctionName, Properties.Handler]).toEqual([Properties.FunctionName, 'extended.handler']);
  }
  const resource = 'arn:aws:ssm:eu-west-1:111122223333:parameter/shop/workers';
  const verdict = (name: string, action: string, of = resource) =>
    may(statementsOf(template, name), { action, resource: of });
  expect(verdict('evaluate', 'ssm:PutParameter')).toBe(true);
  expect(verdict('evaluate', 'ssm:PutParameter', resource.replace('shop', 'bank'))).toBe(false);
  expect(verdict('on-push', 'ssm:PutParameter')).toBe(false);
  // Its previews read, and resize nothing.
  expect([verdict('api', 'ssm:GetParameter'), verdict('api', 'ssm:PutParameter')]).toEqual([true, false]);

  const plain = Template.fromStack(other);
  expect(functionNamed(plain, 'evaluate').Properties.Handler).toBe('index.handler');
  expect(JSON.stringify(plain.toJSON())).not.toContain('ssm:PutParameter');
});
