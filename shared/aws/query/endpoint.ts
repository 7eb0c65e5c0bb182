import { once } from '../../model/index.ts';
import { partitionOf } from './partitions.ts';

/** A service, by its name in addresses and by that in `AWS_ENDPOINT_URL_…`. */
export interface Addressed {
  readonly name: string;
  readonly variable: string;
  /** One address for all regions of a partition. */
  readonly isGlobal?: boolean;
}

/** Which of a region's addresses the SDK was told to use, in the environment or in the configuration file. */
export interface Variant {
  readonly fips: boolean;
  readonly dualStack: boolean;
}

const PLAIN: Variant = { fips: false, dualStack: false };

/**
 * The endpoint of a service: the address configured for it or for all services, otherwise the region's public address.
 * `inFile`: the address in the configuration file, after which the environment comes first.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
 */
export function serviceEndpoint(
  service: Addressed,
  region: string,
  environment: NodeJS.ProcessEnv,
  inFile: string | undefined = undefined,
  variant: Variant = PLAIN,
): URL {
  const configured = environment[`AWS_ENDPOINT_URL_${service.variable}`] || environment['AWS_ENDPOINT_URL'] || inFile;
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  return new URL(configured && !ignored ? configured : publicAddress(service, region, variant));
}

/** What stands between the name of a global service and the suffix; https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const GLOBAL_PREFIX: Readonly<Record<string, string>> = { aws: '', 'aws-us-gov': '.us-gov' };
/** Where the global services of a partition are; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const GLOBAL_REGION: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** The region that signatures for global services name. */
export const globalRegion = (region: string): string => GLOBAL_REGION[partitionOf(region).name] ?? region;

/** As in the rules of the services' SDK clients. */
function publicAddress({ name, isGlobal }: Addressed, region: string, { fips, dualStack }: Variant): string {
  const { name: own, suffix, dualStackSuffix } = partitionOf(region);
  if (isGlobal && !fips && !dualStack)
    return `https://${name}${GLOBAL_PREFIX[own] ?? `.${globalRegion(region)}`}.${suffix}`;
  // The usual addresses of GovCloud are FIPS endpoints.
  const isNamed = fips && (dualStack || own !== 'aws-us-gov');
  return `https://${name}${isNamed ? '-fips' : ''}.${region}.${dualStack ? dualStackSuffix : suffix}`;
}

/** The address of a service in the configuration file, or in the environment of this process, read once. Functions have no file. */
export const configuredEndpoint = ({ variable }: Addressed): (() => Promise<string | undefined>) =>
  once(async () => {
    const { resolveEndpointConfig } = await import('@smithy/core/endpoints');
    const settings = { serviceId: variable.replaceAll('_', ' ') };
    const config: { serviceConfiguredEndpoint?: () => Promise<string | undefined> } = resolveEndpointConfig(
      settings as never,
    );
    return config.serviceConfiguredEndpoint?.();
  });
