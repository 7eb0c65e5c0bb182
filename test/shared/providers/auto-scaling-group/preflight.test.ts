import { expect, it } from 'vitest';
import { TAG } from '../../../../shared/names/index.ts';
import { explained } from '../../../../shared/providers/auto-scaling-group/errors.ts';
import { schema } from '../../../../shared/providers/auto-scaling-group/format/config.ts';
import { autoScalingGroupChecks } from '../../../../shared/providers/auto-scaling-group/preflight.ts';
import { withGroup } from '../../../local/autoscaling/served.ts';
import { foundIn } from '../found.ts';
import { withStandIn } from './with-stand-in.ts';

const config = schema.parse({ kind: 'auto-scaling-group', name: 'web' });
const iam = { hasRole: async () => ({ value: true }) };

async function setting(tags: Readonly<Record<string, string>>, sizes: Parameters<typeof withGroup>[1] = {}) {
  const all = await withStandIn();
  await withGroup(all, { min: 0, max: 8, desired: 0, ...sizes });
  for (const [Key, Value] of Object.entries(tags)) {
    await all.ask('CreateOrUpdateTags', {
      ...{ 'Tags.member.1.ResourceId': 'web', 'Tags.member.1.ResourceType': 'auto-scaling-group' },
      ...{ 'Tags.member.1.Key': Key, 'Tags.member.1.Value': Value, 'Tags.member.1.PropagateAtLaunch': false },
    });
  }
  const checks = autoScalingGroupChecks({ iam, groups: all.aws.groups, stage: 'dev' });
  return foundIn(await checks({ group: 'ci', config, capacity: { min: 1, max: 8 } }));
}

it('finds the tags of an Auto Scaling group', async () => {
  expect(await setting({ [TAG.stage]: 'dev', [TAG.group]: 'ci' })).toEqual([
    expect.stringMatching(/^ok service-role-found/),
    'ok stage-tag-found: The Auto Scaling group web has the tag headcount:stage with the value dev',
  ]);
});

it('says that a group without the tag of the stage, or with that of another, cannot be resized', async () => {
  expect(await setting({ [TAG.group]: 'ci' })).toContain(
    'blocker stage-tag-missing: The Auto Scaling group web has no tag headcount:stage, so AWS denies calls from the functions of the stage dev',
  );
  expect(await setting({ [TAG.stage]: 'prod', [TAG.group]: 'ci' })).toContain(
    'blocker stage-tag-missing: The tag headcount:stage of the Auto Scaling group web is prod, so AWS denies calls from the functions of the stage dev',
  );
});

it('warns if events of workers would not find their group', async () => {
  expect(await setting({ [TAG.stage]: 'dev', [TAG.group]: 'other' })).toContainEqual(
    expect.stringMatching(/^warning group-tag-missing: The tag headcount:group of the Auto Scaling group web is other/),
  );
});

it("warns if the group's own bounds are narrower than those of the policy", async () => {
  const found = await setting({ [TAG.stage]: 'dev', [TAG.group]: 'ci' }, { min: 2, max: 5, desired: 2 });
  expect(found.slice(2)).toEqual([
    "warning group-at-max: The Auto Scaling group web has MaxSize 5, but the policy scales out to 8. Raise MaxSize, or lower the policy's maximum.",
    "warning group-at-min: The Auto Scaling group web has MinSize 2, but the policy scales in to 1. Lower MinSize, or raise the policy's minimum.",
  ]);
});

it('says if the tags cannot be read, and leaves a missing group to its description', async () => {
  const denied = new Error('Auto Scaling', { cause: Object.assign(new Error('no'), { name: 'AccessDenied' }) });
  const run = (groups: Parameters<typeof autoScalingGroupChecks>[0]['groups']) =>
    autoScalingGroupChecks({ iam, groups, stage: 'dev' })({ group: 'ci', config, capacity: { min: 1, max: 8 } });
  expect(foundIn(await run((names) => explained(() => Promise.reject(denied), names)))).toContain(
    'warning preflight-not-allowed: Not checked: you may not call autoscaling:DescribeAutoScalingGroups on *',
  );
  expect(foundIn(await run(async () => new Map()))).toEqual([expect.stringMatching(/^ok service-role-found/)]);
});
