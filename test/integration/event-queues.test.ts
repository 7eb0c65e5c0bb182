/** @module-tag full-run */

import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventBusName, REPORTED_EVENT, TAG } from '../../shared/names/index.ts';
import { clientConfig, type DeployedStage, deployedStage } from '../cli/deployed/deployed-stage.ts';
import { folderWith, headcount } from '../cli/headcount.ts';

/** A stage that reserves no concurrency, so its events wait in queues. */
let stage: DeployedStage;
beforeAll(async () => {
  stage = await deployedStage({ alarmConcurrency: 'none' });
});
afterAll(() => stage.localAws.stop());

const policy = () => `group: web
provider: { kind: ec2, launchTemplate: { name: web }, instanceTypes: [c7g.large], subnets: [${stage.subnet}] }
capacity: { min: 0, max: 6 }
metrics: { load: { cloudwatch: { namespace: Test, name: load } } }
rules: [{ kind: threshold, metric: load, out: { above: 80, add: 1 } }]
behavior: { out: { cooldown: 0, stabilization: 0, limits: [] } }
`;
const run = async (...command: string[]) =>
  headcount(command, {
    environment: { ...stage.localAws.environment, HEADCOUNT_STAGE: 'local' },
    directory: await folderWith({ 'policy.yaml': policy() }),
  });
const workers = () => (stage.localAws.ec2?.everything() ?? []).filter(({ tags }) => tags.get(TAG.group) === 'web');

test('an alarm and a report of a worker reach their functions through queues', async () => {
  expect(await run('policy', 'apply', 'policy.yaml', '--no-preflight')).toMatchObject({ code: 0 });
  const MetricData = [{ MetricName: 'load', Value: 95 }];
  const cloudwatch = new CloudWatchClient(clientConfig(stage.localAws));
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Test', MetricData }));
  await expect.poll(() => workers().length).toBeGreaterThan(0);
  const activities = JSON.parse((await run('activities', 'web', '--json')).out);
  expect(activities.at(-1)).toMatchObject({ trigger: 'alarm' });

  // EC2 shows an instance a moment after its launch.
  await expect.poll(() => workers()[0]?.state).toBe('running');
  const id = workers()[0]?.id ?? '';
  const events = new EventBridgeClient(clientConfig(stage.localAws));
  const Detail = JSON.stringify({ 'instance-id': id, report: 'busy' });
  const entry = { EventBusName: eventBusName('local'), Source: 'my-app', DetailType: REPORTED_EVENT, Detail };
  expect((await events.send(new PutEventsCommand({ Entries: [entry] }))).FailedEntryCount).toBe(0);
  await expect
    .poll(() => Object.fromEntries(workers().find((each) => each.id === id)?.tags ?? []))
    .toMatchObject({ [TAG.busy]: 'true', [TAG.alive]: expect.any(String) });
});
