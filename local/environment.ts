import { devNull } from 'node:os';
import { join } from 'node:path';

/** The emulator takes a 12-digit access key as the account; this one is AWS's own in examples. */
export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** Variables by which SDK, CLI and CDK use a local AWS, and nothing of the person's own. `directory` is the CDK's home. */
export function localEnvironment(endpoint: string, directory: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'local',
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

/** An environment without what it says about AWS, to lay a world's environment over. */
export const withoutAws = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|CDK)_/.test(name)));
