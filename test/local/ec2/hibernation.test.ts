import type { _InstanceType, RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { LocalEc2 } from '../../../local/ec2/index.ts';
import { hibernationChecks, hibernationOn } from '../../../shared/providers/ec2/preflight/checks/hibernation.ts';
import { fleet, SUBNET, served, withTemplate } from './served.ts';

const IMAGE = 'ami-12345678';
const HIBERNATES = { HibernationOptions: { Configured: true } };
const withRoot = (Ebs: object, DeviceName = '/dev/xvda') => ({
  ...HIBERNATES,
  BlockDeviceMappings: [{ DeviceName, Ebs: { VolumeSize: 30, ...Ebs } }],
});
const ofImage = (gib: number) => (localEc2: LocalEc2) =>
  localEc2.addImage({
    id: IMAGE,
    architecture: 'arm64',
    root: { device: '/dev/sda1', encrypted: true, key: null, gib },
  });

interface Case {
  readonly template: RequestLaunchTemplateData;
  readonly type?: _InstanceType;
  readonly prepare?: (localEc2: LocalEc2) => void;
}

test.each<[string, Case, string | null]>([
  ['a root volume that is not encrypted', { template: withRoot({}) }, 'hibernation-root-not-encrypted'],
  [
    'another encrypted volume',
    { template: withRoot({ Encrypted: true }, '/dev/sdb'), type: 'c7g.large' },
    'hibernation-root-not-encrypted',
  ],
  ['an encrypted root volume', { template: withRoot({ Encrypted: true }) }, null],
  ['an encryption key', { template: withRoot({ KmsKeyId: 'alias/web' }) }, null],
  [
    'an account that encrypts all volumes',
    { template: withRoot({}), prepare: (localEc2) => localEc2.encryptVolumes(true) },
    null,
  ],
  ['an encrypted image', { template: HIBERNATES, prepare: ofImage(30) }, null],
  ['a small root volume', { template: HIBERNATES, prepare: ofImage(8) }, 'hibernation-root-small'],
  ['a bare metal type', { template: withRoot({ Encrypted: true }), type: 'm7g.metal' }, 'hibernation-types'],
  [
    'much memory',
    { template: withRoot({ Encrypted: true, VolumeSize: 300 }), type: 'r7g.8xlarge' },
    'hibernation-types',
  ],
])('with %s, EC2 and the preflight agree whether an instance may hibernate', async (_, wanted, problem) => {
  const { template, type = 'm7g.large', prepare } = wanted;
  const { client, localEc2 } = await served();
  localEc2.addImage({ id: IMAGE, architecture: 'arm64' });
  prepare?.(localEc2);
  await withTemplate(client, { change: template });
  const pools = [{ InstanceType: type, SubnetId: SUBNET.a }];
  const { Errors = [] } = await client.send(fleet({ onDemand: 1, pools }));
  expect(Errors.map(({ ErrorCode }) => ErrorCode)).toEqual(problem ? ['UnsupportedHibernationConfiguration'] : []);
  const found = await hibernationOn(client)({ name: 'worker', version: '$Default' }, [type]);
  expect(hibernationChecks({ group: 'web', template: 'worker' }, found).map(({ reason }) => reason.code)).toEqual([
    problem ?? 'hibernation-possible',
  ]);
});
