import { CreateTagsCommand, DeleteTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test } from 'vitest';
import { ACCOUNT, type Statement } from '../../../local/permissions/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import { autoScalingCall } from '../../../shared/providers/auto-scaling-group/api/index.ts';
import {
  type ClientConfig,
  denial,
  ec2Call,
  evaluation,
  functionWith,
  launched,
  launchTemplate,
  OURS,
  STAGE,
  terminate,
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

const arn = (resource: string) => `arn:aws:ec2:us-east-1:${ACCOUNT}:${resource}`;

describe('a termination', () => {
  test("of a worker of the stage is allowed; without the group's or the stage's tag it is denied", async () => {
    const [own, groupless, foreign] = [
      launched(caller.ec2, OURS),
      launched(caller.ec2, { [TAG.stage]: STAGE }),
      launched(caller.ec2, { Name: 'x' }),
    ];
    const other = launched(caller.ec2, { ...OURS, [TAG.stage]: 'production' });
    expect(await caller.denied(terminate(own))).toBeNull();
    for (const id of [groupless, foreign, other]) {
      expect(await caller.denied(terminate(id))).toEqual(denial('ec2:TerminateInstances', arn(`instance/${id}`)));
      expect(await caller.denied(terminate(own, id))).toMatchObject({ kind: 'denied' });
    }
  });

  test('of an instance that EC2 no longer knows is denied, since it has no tags', async () => {
    const gone = 'i-0123456789abcdef0';
    expect(await caller.denied(terminate(gone))).toMatchObject({ kind: 'denied', isGone: true });
    const foreign = launched(caller.ec2, { Name: 'x' });
    expect(await caller.denied(terminate(gone, foreign))).not.toHaveProperty('isGone');
  });

  test('of an instance that has ended is denied once its tags are gone', async () => {
    const own = launched(caller.ec2, OURS);
    caller.ec2.changeLifetimes({ shuttingDownFor: 0 });
    caller.ec2.end(own, 'Client.UserInitiatedShutdown');
    expect(await caller.denied(terminate(own))).toBeNull();
    caller.ec2.changeLifetimes({ taggedAfterwards: 0 });
    expect(await caller.denied(terminate(own))).toMatchObject({ kind: 'denied', isGone: true });
  });

  test('is denied once its statement is removed', async () => {
    const own = launched(caller.ec2, OURS);
    without('TerminateOnlyOwnWorkers');
    expect(await caller.denied(terminate(own))).toEqual(denial('ec2:TerminateInstances', arn(`instance/${own}`)));
  });
});

test('only the drain tags of own workers may be set and removed', async () => {
  const [own, foreign] = [launched(caller.ec2, OURS), launched(caller.ec2, { Name: 'x' })];
  const set = (id: string, Key: string) =>
    ec2Call((client) => client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value: 'x' }] })));
  const remove = (id: string, ...keys: string[]) =>
    ec2Call((client) => client.send(new DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) })));
  expect(await caller.denied(set(own, TAG.drainingUntil))).toBeNull();
  expect(await caller.denied(remove(own, TAG.drainingUntil, TAG.drained))).toBeNull();
  for (const call of [set(own, TAG.group), set(foreign, TAG.drainingUntil), remove(own, TAG.group), remove(own)]) {
    expect(await caller.denied(call)).toMatchObject({ kind: 'denied' });
  }
});

test('an Auto Scaling group is changed only when its tag names the stage', async () => {
  launchTemplate(caller.ec2, 'web');
  const operator = { ...{ Action: 'CreateAutoScalingGroup', AutoScalingGroupName: 'web', MinSize: '0', MaxSize: '2' } };
  const create = new URLSearchParams({
    ...{ ...operator, 'LaunchTemplate.LaunchTemplateName': 'web', VPCZoneIdentifier: 'subnet-00000001' },
    ...{ 'Tags.member.1.Key': TAG.stage, 'Tags.member.1.Value': 'production', Version: '2011-01-01' },
  });
  expect(caller.autoScaling.answer(create.toString()).status).toBe(200);
  const [group] = caller.autoScaling.groups();
  const resize = (config: ClientConfig) =>
    autoScalingCall(new EC2Client(config).config, { AWS_ENDPOINT_URL: config.endpoint })('SetDesiredCapacity', {
      ...{ AutoScalingGroupName: 'web', DesiredCapacity: '1' },
    });
  expect(await caller.denied(resize)).toEqual(denial('autoscaling:SetDesiredCapacity', group?.arn ?? ''));
  group?.tags.set(TAG.stage, { key: TAG.stage, value: STAGE, propagate: false });
  expect(await caller.denied(resize)).toBeNull();
});
