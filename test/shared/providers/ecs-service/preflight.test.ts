import { expect, it } from 'vitest';
import { TAG } from '../../../../shared/names/index.ts';
import { describeServices } from '../../../../shared/providers/ecs-service/api/describe-services.ts';
import { explained } from '../../../../shared/providers/ecs-service/errors.ts';
import { ecsServiceChecks } from '../../../../shared/providers/ecs-service/preflight/checks.ts';
import { foundIn } from '../found.ts';
import { withService } from './served.ts';

async function found(more: object = {}, service = 'web') {
  const { call, config } = await withService(2, more);
  const serviceOf = async (name: string) => (await describeServices(call, [name])).get(name);
  const checks = ecsServiceChecks({ serviceOf, stage: 'dev' });
  return foundIn(await checks({ group: 'ci', config: { ...config, service }, capacity: { min: 0, max: 2 } }));
}

it('says whether the stage may resize a service, by its tags', async () => {
  expect(await found()).toEqual([
    'ok stage-tag-found: The ECS service main/web has the tag headcount:stage with the value dev',
  ]);
  expect(await found({ tags: [] })).toEqual([
    'blocker stage-tag-missing: The ECS service main/web has no tag headcount:stage, so AWS denies calls from the functions of the stage dev',
    expect.stringMatching(/^warning group-tag-missing: The ECS service main\/web has no tag headcount:group/),
    expect.stringMatching(/^warning ecs-tasks-untagged: 2 of the tasks of main\/web/),
  ]);
  expect(await found({}, 'absent')).toEqual([]);
});

it('warns of tasks that could not be removed', async () => {
  const tags = [
    { key: TAG.stage, value: 'dev' },
    { key: TAG.group, value: 'ci' },
  ];
  expect(await found({ tags, propagateTags: 'NONE' })).toEqual([
    expect.stringMatching(/^ok stage-tag-found/),
    expect.stringMatching(
      /^warning ecs-tasks-untagged: 2 of the tasks of main\/web do not have the tag headcount:stage/,
    ),
  ]);
});

it('says which of its calls is denied', async () => {
  const message = 'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecs:ListTasks';
  const denied = Object.assign(new Error(message), { name: 'AccessDeniedException' });
  const serviceOf = () => explained(() => Promise.reject(denied), ['main/web']);
  const { config } = await withService(2);
  const checks = ecsServiceChecks({ serviceOf, stage: 'dev' });
  expect(foundIn(await checks({ group: 'ci', config, capacity: { min: 0, max: 2 } }))).toEqual([
    'warning preflight-not-allowed: Not checked: you may not call ecs:ListTasks on service main/web',
  ]);
});
