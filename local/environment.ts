import { devNull } from 'node:os';
import { join } from 'node:path';

/** What people use with emulators, so that any tool they point at the endpoint sees the same account. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const REGION = 'us-east-1';

/** Variables by which SDK, CLI and CDK use a local AWS, and nothing of the person's own. `directory` is the CDK's home. */
export function localEnvironment(
  endpoint: string,
  directory: string,
  credentials: Record<string, string> = CREDENTIALS,
): Record<string, string> {
  return {
    ...credentials,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    // A person's profile could name another region, account or endpoint.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    CDK_HOME: join(directory, 'cdk'),
    CDK_DISABLE_CLI_TELEMETRY: '1',
  };
}

/** An environment without what it says about AWS, to lay a local AWS's environment over. */
export const withoutAws = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|CDK)_/.test(name)));

/** The keys a person has set for an emulator of their own, else those of every local AWS. */
export function emulatorCredentials(environment: NodeJS.ProcessEnv): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = environment;
  return id && secret ? { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } : CREDENTIALS;
}

/** `aws://account/region` of an emulator: it takes an access key of 12 digits as the account, any other as zeros. */
export function targetOf(environment: Readonly<Record<string, string>>): string {
  const key = environment['AWS_ACCESS_KEY_ID'] ?? '';
  return `aws://${/^\d{12}$/.test(key) ? key : '000000000000'}/${environment['AWS_REGION'] ?? REGION}`;
}
