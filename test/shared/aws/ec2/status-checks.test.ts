import { describe, expect, it } from 'vitest';
import { ec2StatusChecks } from '../../../../shared/providers/ec2/api/status-checks.ts';
import { type List, lightListing } from '../../../../shared/providers/instances/listing.ts';
import { describeStatusChecksContract } from '../../../contracts/providers/status-checks.contract.ts';
import { FakeStatusChecks } from '../../../fakes/ec2/fake-status-checks.ts';
import { localAws } from '../local-aws.ts';
import { runInstances } from './run-instances.ts';

describeStatusChecksContract('fake', () => {
  const running = new Set<string>();
  const statusChecks = new FakeStatusChecks((id) => running.has(id));
  return {
    statusChecks,
    async run(count) {
      const ids = Array.from({ length: count }, (_, n) => `i-${running.size + n}`);
      for (const id of ids) running.add(id);
      return ids;
    },
    impair: (id, impaired) => statusChecks.impair(id, impaired),
    terminate: (id) => void running.delete(id),
  };
});

const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0, pendingFor: 0, initializingFor: 0 } } });
const world = () => {
  const { ec2 } = aws.local();
  if (!ec2) throw new Error('these tests need the stand-in');
  return ec2;
};
const listing = () => lightListing(aws.clients().cloudwatch.config);

describeStatusChecksContract('EC2 stand-in', () => ({
  statusChecks: ec2StatusChecks(listing()),
  run: runInstances,
  impair: (id, impaired) => world().impair(id, impaired),
  terminate: (id) => void world().terminateInstances([id]),
}));

describe('EC2’s status checks', () => {
  it('are those of instance and system, each with its own call', async () => {
    const failing: Record<string, string[]> = {
      'instance-status.status': ['i-1', 'i-2'],
      'system-status.status': ['i-2', 'i-3'],
    };
    const list = (async (_: unknown, filters: { name: string }[]) => {
      expect(filters).toHaveLength(1);
      return failing[filters[0]?.name ?? ''];
    }) as unknown as List;
    expect(await ec2StatusChecks(list).impaired()).toEqual(new Set(['i-1', 'i-2', 'i-3']));
  });

  it('name no worker if they cannot be read, which is reported', async () => {
    world().faults.add({
      action: 'DescribeInstanceStatus',
      count: 2,
      kind: 'error',
      code: 'UnauthorizedOperation',
      status: 403,
    });
    const warnings: string[] = [];
    expect(await ec2StatusChecks(listing(), (why) => warnings.push(why)).impaired()).toEqual(new Set());
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/^EC2 DescribeInstanceStatus failed/);
    expect(world().calls.get('DescribeInstanceStatus')).toBeGreaterThanOrEqual(2);
  });
});
