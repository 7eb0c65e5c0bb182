import * as z from 'zod';
import { checked, closeTo, positiveDuration, valueError } from '../../model/index.ts';

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html; new ones come, so that others are warned of only. */
const KNOWN_REGIONS = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6'],
  ...['ap-southeast-7', 'af-south-1', 'il-central-1', 'me-central-1', 'me-south-1', 'cn-north-1', 'cn-northwest-1'],
  ...['us-gov-east-1', 'us-gov-west-1', 'eusc-de-east-1'],
];
const REGION = /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/;

/** Whether a region may have this name. */
export const isRegion = (written: string): boolean => REGION.test(written);

/** Whether AWS had such a region when this was written. */
export const isKnownRegion = (region: string): boolean => KNOWN_REGIONS.includes(region);

/** Partitions beside that of most accounts, by the beginnings of their regions. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const PARTITIONS: Readonly<Record<string, string>> = { 'cn-': 'aws-cn', 'us-gov-': 'aws-us-gov', 'eusc-': 'aws-eusc' };

/** The partition of a region that most accounts have no access to; null for any other region. */
export const closedPartition = (region: string): string | null =>
  Object.entries(PARTITIONS).find(([beginning]) => region.startsWith(beginning))?.[1] ?? null;

/** The region that was probably meant; null if none is close. */
export const closeRegion = (region: string): string | null => closeTo(region, KNOWN_REGIONS);

const region = checked(z.string(), isRegion, () =>
  valueError('', 'invalid-value', { expected: 'must be the name of a region, such as eu-central-1' }),
);

/** Longer shortages are a decision of a person. */
const LONGEST_SECONDS = 86_400;

export const overflow = z.strictObject({
  region: region.meta({ description: 'The region of the other stack, which has the same stage.' }),
  after: checked(
    positiveDuration,
    (seconds) => seconds <= LONGEST_SECONDS,
    () => valueError('', 'invalid-value', { expected: 'must be at most 1d' }),
  )
    .default(300)
    .meta({ description: 'How long the group cannot launch what it needs before the other region is asked.' }),
});
