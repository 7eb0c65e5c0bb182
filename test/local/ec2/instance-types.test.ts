import {
  type _InstanceType,
  DescribeInstanceTypesCommand,
  type DescribeInstanceTypesCommandInput,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { refusal, served } from './served.ts';

/** vCPUs by type, of all types that are shown in the first page. */
async function vcpus(input: DescribeInstanceTypesCommandInput) {
  const { client } = await served();
  const { InstanceTypes = [] } = await client.send(new DescribeInstanceTypesCommand(input));
  return Object.fromEntries(InstanceTypes.map((type) => [type.InstanceType, type.VCpuInfo?.DefaultVCpus]));
}

// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
test.each([
  ['t2.micro', 1],
  ['t2.medium', 2],
  ['t3.nano', 2],
  ['t4g.large', 2],
  ['m7g.medium', 1],
  ['m7g.large', 2],
  ['c7g.xlarge', 4],
  ['r6i.24xlarge', 96],
  ['m7i.metal-48xl', 192],
] as const)('%s has %i vCPUs', async (type, count) => {
  expect(await vcpus({ InstanceTypes: [type] })).toEqual({ [type]: count });
});

test('an unknown type is an error by name, and not found by filter', async () => {
  const { client } = await served();
  const unknown = 'm7g.tiny' as _InstanceType;
  const InstanceTypes = [unknown, 'm7g.large' as const];
  expect(await refusal(client.send(new DescribeInstanceTypesCommand({ InstanceTypes })))).toBe('InvalidInstanceType');
  const Filters = [{ Name: 'instance-type', Values: [unknown, 'm7g.large', 'c7g.*xlarge'] }];
  const found = Object.keys(await vcpus({ Filters }));
  expect(found).toContain('m7g.large');
  expect(found).toContain('c7g.16xlarge');
  expect(found.every((type) => type === 'm7g.large' || /^c7g\..*xlarge$/.test(type))).toBe(true);
});

test('pages have at most 100 types, and all are returned once', async () => {
  const { client } = await served({ instanceTypes: new Set(Array.from({ length: 230 }, (_, n) => `m7g.${n}xlarge`)) });
  const pages: number[] = [];
  const seen = new Set<string>();
  for await (const { InstanceTypes = [] } of paginateDescribeInstanceTypes({ client }, {})) {
    pages.push(InstanceTypes.length);
    for (const { InstanceType = '' } of InstanceTypes) seen.add(InstanceType);
  }
  expect(pages).toEqual([100, 100, 30]);
  expect(seen.size).toBe(230);
  const tooMany = client.send(new DescribeInstanceTypesCommand({ MaxResults: 101 }));
  expect(await refusal(tooMany)).toBe('InvalidParameterValue');
});
