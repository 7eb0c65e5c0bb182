/** @module-tag full-run */

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventBusName, PUSHED_EVENT, TAG } from '../../shared/names/index.ts';
import { clientConfig, type DeployedStage, deployedStage, runSchedule } from '../cli/deployed/deployed-stage.ts';
import { folderWith, headcount } from '../cli/headcount.ts';

// One deployment; the tests follow each other.
let stage: DeployedStage;
beforeAll(async () => {
  stage = await deployedStage();
});
afterAll(() => stage.localAws.stop());

const policy = (group: string, rest: string) => `group: ${group}
provider: { kind: ec2, launchTemplate: { name: web }, instanceTypes: [c7g.large], subnets: [${stage.subnet}] }
capacity: { min: 1, max: 6 }
behavior: { out: { cooldown: 0, stabilization: 0, limits: [] }, in: { drain: 0 } }
${rest}
`;
const run = async (...command: string[]) =>
  headcount(command, { environment: { ...stage.localAws.environment, HEADCOUNT_STAGE: 'local' } });
const apply = async (group: string, rest: string) => {
  const directory = await folderWith({ 'policy.yaml': policy(group, rest) });
  const environment = { ...stage.localAws.environment, HEADCOUNT_STAGE: 'local' };
  const { code, err } = await headcount(['policy', 'apply', 'policy.yaml', '--no-preflight'], {
    environment,
    directory,
  });
  expect([code, err]).toEqual([0, '']);
};
const workers = (group: string) =>
  (stage.localAws.ec2?.everything() ?? []).filter(
    ({ tags, endedAt }) => tags.get(TAG.group) === group && endedAt === null,
  );
const serve = (group: string, count: number) =>
  expect.poll(() => workers(group).filter(({ state }) => state === 'running').length).toBe(count);
const activities = async (group: string) => JSON.parse((await run('activities', group, '--json')).out);
const triggers = async (group: string) => (await activities(group)).map(({ trigger }: { trigger: string }) => trigger);
async function send(detail: unknown) {
  const events = new EventBridgeClient(clientConfig(stage.localAws));
  const Detail = JSON.stringify(detail);
  const entry = { EventBusName: eventBusName('local'), Source: 'shop', DetailType: PUSHED_EVENT, Detail };
  expect((await events.send(new PutEventsCommand({ Entries: [entry] }))).FailedEntryCount).toBe(0);
  events.destroy();
}

test('an event launches the workers that its values ask for at once', async () => {
  const pushed = 'metrics: { load: { pushed: {} } }\nrules: [{ kind: backlog, metric: load, perWorker: 50 }]';
  await apply('web', pushed);
  expect((await run('evaluate', 'web')).code).toBe(0);
  await serve('web', 1);
  await send({
    pushes: [
      { group: 'nobody', values: { load: 1 } },
      { group: 'web', values: { load: 100 } },
    ],
  });
  await serve('web', 2);
  expect(await triggers('web')).toEqual(['push', 'manual']);
});

test('the command stores values of the group and of a worker, and says what follows', async () => {
  const pushed =
    'metrics: { jobs: { pushed: {} }, cpu: { pushed: {} } }\nrules: [{ kind: backlog, metric: jobs, perWorker: 10 }]';
  await apply('batch', pushed);
  const inside = await run('push', 'batch', 'jobs=25', 'cpu=-3.5');
  expect([inside.code, inside.out]).toEqual([0, 'Stored 2 values of batch.\nbatch is evaluated now.\n']);
  await serve('batch', 3);
  expect(await triggers('batch')).toEqual(['push']);
  const again = await run('push', 'batch', 'jobs=25', '--json');
  expect(JSON.parse(again.out)).toEqual({ stored: 1, groups: ['batch'], evaluations: [], faults: [] });
  const [worker] = workers('batch');
  expect((await run('push', 'batch', 'cpu=71', '--worker', worker?.id ?? '')).out).toContain(
    'Stored 1 value of batch.',
  );
});

test('the command rejects every fault at once with exit code 2', async () => {
  const cases: [command: string[], ...errors: (string | RegExp)[]][] = [
    [['push', 'nobody', 'jobs=1'], 'group: there is no group nobody with an active policy'],
    [
      ['push', 'batch', 'jobs=NaN', 'nope=1', 'cpu=Infinity', '--worker', 'worker-1', '--at', '2999-01-01T00:00:00Z'],
      'values.jobs: must be a finite number, not "NaN"',
      'values.cpu: must be a finite number, not "Infinity"',
      'worker: must be the id of an instance',
    ],
    [
      ['push', 'batch', 'jobs=1', 'nope=1', '--at', '2999-01-01T00:00:00Z'],
      'at: is in the future',
      'has no metric nope; you can push jobs, cpu',
    ],
    [['push', 'batch', 'jobs=1', '--at', 'noon'], 'at: must be a time'],
    [['push', 'batch', 'jobs=1', '--at', '2001-01-01T00:00:00Z'], 'at: is too old'],
    [['push', 'batch', 'jobs'], "'jobs' is not a value"],
    [['push', 'batch', 'jobs=1', 'jobs=2'], 'A metric has two values'],
    [['push', 'batch'], 'values: must have at least one value'],
    [['push'], 'Write a group and its values'],
    [['push', 'batch', 'jobs=1', '--file', '-'], 'not both'],
    [['push', 'batch', '--worker', 'i-00000000000000000', 'jobs=1'], 'no group has the worker i-00000000000000000'],
  ];
  const ran = await Promise.all(cases.map(([command]) => run(...command)));
  for (const [index, [command, ...errors]] of cases.entries()) {
    const { code, err } = ran[index] as Awaited<ReturnType<typeof run>>;
    expect([command, code]).toEqual([command, 2]);
    for (const error of errors) expect(err).toContain(error);
  }
});

test('a group that asks for it is evaluated between two runs of the schedule', async () => {
  const rest =
    'metrics: { jobs: { pushed: { minInterval: 15m } } }\nrules: [{ kind: backlog, metric: jobs, perWorker: 10 }]\nevaluateEvery: 10s';
  await apply('often', rest);
  await run('push', 'often', 'jobs=10');
  await serve('often', 1);
  // Within its interval, a push does not evaluate: only the policy's own interval comes so soon.
  await runSchedule(stage.localAws);
  await run('push', 'often', 'jobs=20');
  await serve('often', 2);
  await run('push', 'often', 'jobs=30');
  await serve('often', 3);
  expect(await triggers('often')).toContain('interval');
});
