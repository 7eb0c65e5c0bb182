import { randomUUID } from 'node:crypto';
import { CreateTargetGroupCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { lazyTargets } from '../../../../shared/providers/ec2/targets/lazy.ts';
import { elbTargets } from '../../../../shared/providers/ec2/targets/targets.ts';
import { describeTargetsContract } from '../../../contracts/providers/targets.contract.ts';
import { FakeTargets } from '../../../fakes/fake-targets.ts';
import { localAws } from '../local-aws.ts';

const arn = () => `arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/workers/${randomUUID()}`;

describeTargetsContract('fake', () => {
  const stopped = new Set<string>();
  const targets = new FakeTargets((id) => !stopped.has(id));
  return {
    targets,
    async create() {
      const group = arn();
      targets.create(group);
      return group;
    },
    strict: { stop: (id) => void stopped.add(id) },
  };
});

localAws();

async function create(client: ElasticLoadBalancingV2Client): Promise<string> {
  const Name = `workers-${randomUUID().slice(0, 8)}`;
  const request = new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 80, VpcId: 'vpc-00000001' });
  const { TargetGroups = [] } = await client.send(request);
  return TargetGroups[0]?.TargetGroupArn ?? '';
}

describeTargetsContract('MiniStack', () => {
  const client = new ElasticLoadBalancingV2Client({});
  return { targets: elbTargets(client, () => {}), create: () => create(client) };
});

describe('lazy targets', () => {
  it('register, describe and deregister with the client that they load', async () => {
    const group = await create(new ElasticLoadBalancingV2Client({}));
    const warnings: string[] = [];
    const targets = lazyTargets((what) => warnings.push(what));
    const gone = arn();
    await targets.register([group], ['i-0123456789abcdef0']);
    expect(await targets.health([group, gone])).toEqual(
      new Map([[group, new Map([['i-0123456789abcdef0', { health: 'healthy' }]])]]),
    );
    await targets.deregister([group], ['i-0123456789abcdef0']);
    expect((await targets.health([group])).get(group)).toEqual(new Map());
    expect(warnings).toEqual([expect.stringMatching(`^target group ${gone} cannot be read: TargetGroupNotFound`)]);
  });
});
