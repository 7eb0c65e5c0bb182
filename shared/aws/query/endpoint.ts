import { partition } from '@aws-sdk/core/client';

/**
 * The endpoint of a service: the address configured for it or for all services, otherwise the region's public address.
 * `service` is the name in the address, `variable` the one in `AWS_ENDPOINT_URL_…`.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function serviceEndpoint(
  service: { readonly name: string; readonly variable: string },
  region: string,
  environment: NodeJS.ProcessEnv,
): URL {
  const configured = environment[`AWS_ENDPOINT_URL_${service.variable}`] || environment['AWS_ENDPOINT_URL'];
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  return new URL(
    configured && !ignored ? configured : `https://${service.name}.${region}.${partition(region).dnsSuffix}`,
  );
}
