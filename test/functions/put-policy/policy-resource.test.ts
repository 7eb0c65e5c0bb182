import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { policyResource } from '../../../functions/put-policy/policy-resource.ts';
import { memoryPolicyItems } from '../../fakes/table/memory-policy-items.ts';
import { MemoryTable } from '../../fakes/table/memory-table.ts';

const DOCUMENT = {
  group: 'ci',
  provider: { kind: 'ec2', launchTemplate: { name: 'ci-runner' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] },
  capacity: { min: 0, max: 10 },
};

function event(RequestType: 'Create' | 'Update' | 'Delete', document: unknown, PhysicalResourceId = 'ci') {
  const ResourceProperties = {
    ServiceToken: 'arn',
    document: JSON.stringify(document),
    by: 'cdk:app/Ci',
    because: 'why',
  };
  return { RequestType, PhysicalResourceId, ResourceProperties } as unknown as CloudFormationCustomResourceEvent;
}

function stack() {
  const table = new MemoryTable();
  return { resource: policyResource(memoryPolicyItems(table)), item: (group: string) => table.records.item(group) };
}

describe('a policy that CloudFormation deploys', () => {
  test('is put with author and reason, and identified by its group', async () => {
    const { resource, item } = stack();
    expect(await resource.apply(event('Create', DOCUMENT))).toBe('ci');
    expect(await item('ci')).toMatchObject({ through: 'cdk', document: DOCUMENT, by: 'cdk:app/Ci', because: 'why' });
  });

  test('is replaced by an update', async () => {
    const { resource, item } = stack();
    await resource.apply(event('Create', DOCUMENT));
    expect(await resource.apply(event('Update', { ...DOCUMENT, paused: true }))).toBe('ci');
    expect(await item('ci')).toMatchObject({ document: { paused: true } });
  });

  test('for another group is another resource, so that CloudFormation deletes the first', async () => {
    const { resource, item } = stack();
    await resource.apply(event('Create', DOCUMENT));
    expect(await resource.apply(event('Update', { ...DOCUMENT, group: 'cj' }))).toBe('cj');
    await resource.apply(event('Delete', DOCUMENT, 'ci'));
    expect(await item('ci')).toBeNull();
    expect(await item('cj')).not.toBeNull();
  });

  test('is rejected with all errors when the value of a token is invalid', async () => {
    const { resource, item } = stack();
    const wrong = { ...DOCUMENT, provider: { ...DOCUMENT.provider, subnets: ['vpc-1'] }, capacity: { min: 2, max: 1 } };
    await expect(resource.apply(event('Create', wrong))).rejects.toThrow(
      /rejected\. provider\.subnets\[0\]: .+; capacity\.min: must not be above max, 1$/,
    );
    expect(await item('ci')).toBeNull();
  });

  test('that was never put is not deleted when CloudFormation cleans up', async () => {
    const { resource, item } = stack();
    await resource.apply(event('Create', DOCUMENT));
    const nothing = resource.unchanged(event('Create', { ...DOCUMENT, warmup: -1 }));
    await resource.apply(event('Delete', DOCUMENT, nothing));
    expect(await item('ci')).not.toBeNull();
  });

  test('keeps its name when an update is rejected', () => {
    expect(stack().resource.unchanged(event('Update', DOCUMENT, 'ci'))).toBe('ci');
  });
});
