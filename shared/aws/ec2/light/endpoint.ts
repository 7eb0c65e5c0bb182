import { partition } from '@aws-sdk/core/client';

/**
 * Where EC2 is called: as configured for it, or for all services, else the region's public address.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function ec2Endpoint(region: string, environment: NodeJS.ProcessEnv): URL {
  const configured = environment['AWS_ENDPOINT_URL_EC2'] || environment['AWS_ENDPOINT_URL'];
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  return new URL(configured && !ignored ? configured : `https://ec2.${region}.${partition(region).dnsSuffix}`);
}
