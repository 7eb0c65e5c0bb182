import { UserError } from '../../model/index.ts';

/** The instance that a program runs on. */
export interface InstanceIdentity {
  readonly id: string;
  readonly region: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html */
const ENDPOINTS = { ipv4: 'http://169.254.169.254', ipv6: 'http://[fd00:ec2::254]' } as const;
const TOKEN_SECONDS = '60';
const ATTEMPTS = 3;
/** The service answers within milliseconds. Outside EC2, nothing answers. */
const PATIENCE_MS = 1000;

/**
 * The identity of this instance, by version 2 of the instance metadata service (a token first). Throws a `UserError` where
 * there is no such service, or where it is turned off.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export async function instanceIdentity(environment: NodeJS.ProcessEnv = process.env): Promise<InstanceIdentity> {
  if (environment['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true')
    throw new UserError(
      'AWS_EC2_METADATA_DISABLED is true: without instance metadata, this worker has no identity. Run the command on the instance, without this variable.',
    );
  const endpoint = endpointOf(environment);
  const token = await answer(endpoint, '/latest/api/token', {
    method: 'PUT',
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': TOKEN_SECONDS },
  });
  const read = (path: string) =>
    answer(endpoint, `/latest/meta-data/${path}`, { headers: { 'X-aws-ec2-metadata-token': token } });
  const [id, region] = [await read('instance-id'), await read('placement/region')];
  if (!/^i-[0-9a-f]{8,17}$/.test(id))
    throw notAnInstance(endpoint, `the instance id is ${JSON.stringify(id.slice(0, 60))}`);
  return { id, region };
}

/** By the variables of the SDKs: https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html */
function endpointOf(environment: NodeJS.ProcessEnv): string {
  const mode = environment['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE']?.toLowerCase();
  const written = environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'];
  return (written || (mode === 'ipv6' ? ENDPOINTS.ipv6 : ENDPOINTS.ipv4)).replace(/\/+$/, '');
}

async function answer(endpoint: string, path: string, request: RequestInit): Promise<string> {
  let why = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const response = await fetch(endpoint + path, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.ok) return (await response.text()).trim();
      why = `status ${response.status}`;
      // The service refuses: it is turned off, or the request is wrong.
      if (response.status < 500 && response.status !== 429) break;
    } catch (error) {
      const { cause, message } = error as Error;
      why = (Object(cause) as { code?: string }).code ?? message;
    }
  }
  throw notAnInstance(endpoint, why);
}

const notAnInstance = (endpoint: string, why: string): UserError =>
  new UserError(
    `The instance metadata cannot be read at ${endpoint} (${why}). Run this on a worker. In a container, the template needs HttpPutResponseHopLimit 2.`,
  );
