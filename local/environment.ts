import { devNull } from 'node:os';
import { join } from 'node:path';

/** The usual keys for emulators, so that a tool with these keys uses the same account. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
/** The region of clients that name none. */
export const HOME_REGION = 'us-east-1';

/** Variables that make SDK, CLI and CDK use a local AWS and none of the user's settings. `directory` is the CDK's home. */
export function localEnvironment(
  endpoint: string,
  directory: string,
  credentials: Record<string, string> = CREDENTIALS,
): Record<string, string> {
  return {
    ...credentials,
    AWS_REGION: HOME_REGION,
    AWS_DEFAULT_REGION: HOME_REGION,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The user's profile could name another region, account or endpoint.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    CDK_HOME: join(directory, 'cdk'),
    CDK_DISABLE_CLI_TELEMETRY: '1',
  };
}

/** An environment without the variables of AWS and the CDK. Merge the environment of a local AWS into it. */
export const withoutAws = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|CDK)_/.test(name)));

/** The keys that the user has set for their own emulator; by default, those of every local AWS. */
export function emulatorCredentials(environment: NodeJS.ProcessEnv): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = environment;
  return id && secret ? { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } : CREDENTIALS;
}

/** `aws://account/region` of an emulator. The account is the access key if that has 12 digits, else zeros. */
export function targetOf(environment: Readonly<Record<string, string>>): string {
  const key = environment['AWS_ACCESS_KEY_ID'] ?? '';
  return `aws://${/^\d{12}$/.test(key) ? key : '000000000000'}/${environment['AWS_REGION'] ?? HOME_REGION}`;
}
