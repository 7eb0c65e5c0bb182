import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, onTestFinished, test } from 'vitest';
import { TAG } from '../../../shared/names/names.ts';
import { ecsCall } from '../../../shared/providers/ecs-service/api/call.ts';
import { type ClientConfig, evaluation, functionWith, STAGE } from './roles.ts';

const CLUSTER = 'main';

/** A service of the stage and one of another, each with one task. */
function withServices() {
  const caller = functionWith(evaluation);
  for (const [serviceName, stage] of Object.entries({ ours: STAGE, theirs: 'production' })) {
    caller.ecs.answer('CreateService', {
      ...{ cluster: CLUSTER, serviceName, taskDefinition: 'worker:1', desiredCount: 1, propagateTags: 'SERVICE' },
      tags: [{ key: TAG.stage, value: stage }],
    });
    caller.ecs.startNow(`${CLUSTER}/${serviceName}`);
  }
  const taskOf = (name: string) => {
    const [task] = [
      ...(caller.ecs
        .services()
        .find((each) => each.name === name)
        ?.tasks.values() ?? []),
    ];
    if (!task) throw new Error(`${name} has no task`);
    return task;
  };
  const denied = (action: string, input: object) => caller.denied((config) => call(config, action, input));
  return { denied, ours: taskOf('ours'), theirs: taskOf('theirs') };
}

async function call(config: ClientConfig, action: string, input: object): Promise<unknown> {
  const client = new CloudWatchClient(config);
  onTestFinished(() => client.destroy());
  return ecsCall(client.config, { AWS_ENDPOINT_URL: config.endpoint })(action, input).catch(() => null);
}

test('only a service of the stage can be resized', async () => {
  const { denied } = withServices();
  const resize = (service: string) => denied('UpdateService', { cluster: CLUSTER, service, desiredCount: 2 });
  expect(await resize('ours')).toBeNull();
  expect(await resize('theirs')).toMatchObject({ kind: 'denied' });
  expect(await denied('DeleteService', { cluster: CLUSTER, service: 'ours' })).toMatchObject({ kind: 'unknown' });
});

test('only tasks of the stage can be protected and tagged, with tags of drains and reports alone', async () => {
  const { denied, ours, theirs } = withServices();
  const protect = (...tasks: string[]) =>
    denied('UpdateTaskProtection', { cluster: CLUSTER, tasks, protectionEnabled: true });
  expect(await protect(ours.id)).toBeNull();
  expect(await protect(ours.id, theirs.id)).toMatchObject({ kind: 'denied' });
  const tag = (resourceArn: string, key: string) => denied('TagResource', { resourceArn, tags: [{ key, value: 'x' }] });
  expect(await tag(ours.arn, TAG.drainingUntil)).toBeNull();
  expect(await denied('UntagResource', { resourceArn: ours.arn, tagKeys: [TAG.drainingUntil] })).toBeNull();
  for (const call of [tag(ours.arn, TAG.stage), tag(theirs.arn, TAG.drainingUntil)]) {
    expect(await call).toMatchObject({ kind: 'denied' });
  }
});

test('services, tasks and scalable targets can be read', async () => {
  const { denied, ours } = withServices();
  expect(await denied('DescribeServices', { cluster: CLUSTER, services: ['ours'] })).toBeNull();
  expect(await denied('ListTasks', { cluster: CLUSTER, serviceName: 'ours' })).toBeNull();
  expect(await denied('DescribeTasks', { cluster: CLUSTER, tasks: [ours.id] })).toBeNull();
  expect(await denied('GetTaskProtection', { cluster: CLUSTER, tasks: [ours.id] })).toBeNull();
});
