/** A partition of AWS: its regions have addresses of their own. */
export interface Partition {
  readonly name: string;
  readonly suffix: string;
  readonly dualStackSuffix: string;
}

const AWS: Partition = { name: 'aws', suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' };

/** By the beginning of their regions' names. The contract is the partitions of the SDK. */
const OTHERS: readonly (Partition & { readonly regions: string })[] = [
  {
    regions: 'cn-',
    name: 'aws-cn',
    suffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
  },
  { ...AWS, regions: 'us-gov-', name: 'aws-us-gov' },
  {
    regions: 'eusc-',
    name: 'aws-eusc',
    suffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
  },
  { regions: 'us-iso-', name: 'aws-iso', suffix: 'c2s.ic.gov', dualStackSuffix: 'api.aws.ic.gov' },
  { regions: 'us-isob-', name: 'aws-iso-b', suffix: 'sc2s.sgov.gov', dualStackSuffix: 'api.aws.scloud' },
  { regions: 'eu-isoe-', name: 'aws-iso-e', suffix: 'cloud.adc-e.uk', dualStackSuffix: 'api.cloud-aws.adc-e.uk' },
  { regions: 'us-isof-', name: 'aws-iso-f', suffix: 'csp.hci.ic.gov', dualStackSuffix: 'api.aws.hci.ic.gov' },
];

export const partitionOf = (region: string): Partition =>
  OTHERS.find(({ regions }) => region.startsWith(regions)) ?? AWS;
