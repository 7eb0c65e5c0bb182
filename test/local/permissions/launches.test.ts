import { CreateFleetCommand, EC2Client, RunInstancesCommand, type TagSpecification } from '@aws-sdk/client-ec2';
import { beforeEach, expect, test } from 'vitest';
import { ACCOUNT, type Statement } from '../../../local/permissions/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import {
  type ClientConfig,
  denial,
  ec2Call,
  evaluation,
  functionWith,
  launchTemplate,
  OURS,
  STAGE,
  specified,
  withoutStatement,
} from './roles.ts';

let statements: Statement[];
let caller: ReturnType<typeof functionWith>;
beforeEach(() => {
  statements = evaluation();
  caller = functionWith(() => statements);
});
const without = (sid: string) => {
  statements = withoutStatement(statements, sid);
};

const template = (name: string, instanceProfile: string | null = null, tags: Record<string, string> = {}): void =>
  launchTemplate(caller.ec2, name, { instanceProfile, tagSpecifications: [specified('volume', tags)] });
const fleetOf = (LaunchTemplateName: string, tags: Record<string, string> = OURS) => {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const TagSpecifications: TagSpecification[] = [{ ResourceType: 'instance', Tags }];
  return (config: ClientConfig) =>
    new EC2Client(config).send(
      new CreateFleetCommand({
        ...{ Type: 'instant', TagSpecifications },
        TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: 'spot' },
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateName, Version: '1' },
            Overrides: [{ InstanceType: 'c7g.large', SubnetId: 'subnet-00000001' }],
          },
        ],
      }),
    );
};
const arn = (resource: string) => `arn:aws:ec2:us-east-1:${ACCOUNT}:${resource}`;

beforeEach(() => template('web'));

test('a launch of workers of the stage is allowed; without their tags it is denied', async () => {
  expect(await caller.denied(fleetOf('web'))).toBeNull();
  for (const tags of [{ Name: 'x' }, { [TAG.stage]: STAGE }, { ...OURS, [TAG.stage]: 'production' }]) {
    expect(await caller.denied(fleetOf('web', tags))).toEqual(denial('ec2:CreateFleet', arn('instance/*')));
  }
});

test.each([
  ['LaunchWorkersFromTheirTemplates', 'ec2:CreateFleet', 'fleet/*'],
  ['LaunchOnlyInstancesTaggedAsWorkersOfThisStage', 'ec2:CreateFleet', 'instance/*'],
  ['TagOnlyInTheLaunchCall', 'ec2:CreateTags', 'instance/*'],
])('a launch is denied without the statement %s', async (sid, action, resource) => {
  without(sid);
  expect(await caller.denied(fleetOf('web'))).toEqual(denial(action, arn(resource)));
});

test('a launch that may create a fleet but not run instances is denied in the answer', async () => {
  statements = statements.map((statement) =>
    statement.Sid === 'LaunchWorkersFromTheirTemplates' ? { ...statement, Action: 'ec2:CreateFleet' } : statement,
  );
  expect(await caller.denied(fleetOf('web'))).toEqual(denial('ec2:RunInstances', arn('network-interface/*'), true));
});

test("a launch needs the permission to set the template's own tags", async () => {
  template('tagged', null, { Name: 'disk' });
  expect(await caller.denied(fleetOf('tagged'))).toBeNull();
  statements = statements.map((statement) =>
    statement.Sid === 'TagOnlyInTheLaunchCall' ? { ...statement, Resource: arn('instance/*') } : statement,
  );
  expect(await caller.denied(fleetOf('web'))).toBeNull();
  expect(await caller.denied(fleetOf('tagged'))).toEqual(denial('ec2:CreateTags', arn('volume/*'), true));
});

test('a launch whose template has an instance profile needs PassRole for its role, and for EC2', async () => {
  template('with-role', `arn:aws:iam::${ACCOUNT}:instance-profile/worker`);
  const role = `arn:aws:iam::${ACCOUNT}:role/worker`;
  const pass = (Resource: string, service: string): Statement => ({
    ...{ Effect: 'Allow', Action: 'iam:PassRole', Resource },
    Condition: { StringEquals: { 'iam:PassedToService': [service] } },
  });
  expect(await caller.denied(fleetOf('with-role'))).toEqual(denial('iam:PassRole', role, true));
  statements = [...evaluation(), pass(role, 'lambda.amazonaws.com'), pass(`${role}s`, 'ec2.amazonaws.com')];
  expect(await caller.denied(fleetOf('with-role'))).toEqual(denial('iam:PassRole', role, true));
  statements = [...evaluation(), pass(role, 'ec2.amazonaws.com')];
  expect(await caller.denied(fleetOf('with-role'))).toBeNull();
});

test('a launch by RunInstances needs the same', async () => {
  const run = (tags: Record<string, string>) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const LaunchTemplate = { LaunchTemplateName: 'web' };
    const TagSpecifications: TagSpecification[] = [{ ResourceType: 'instance', Tags }];
    return ec2Call((client) =>
      client.send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1, LaunchTemplate, TagSpecifications })),
    );
  };
  expect(await caller.denied(run(OURS))).toBeNull();
  expect(await caller.denied(run({ Name: 'x' }))).toEqual(denial('ec2:RunInstances', arn('instance/*')));
});
