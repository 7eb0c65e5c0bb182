import { patience } from '../client-settings.ts';
import type { Borrowed } from './call.ts';
import { keptConnections } from './send.ts';

/**
 * What a function calls AWS with, without an SDK client: Lambda puts its region and the credentials of its role into the
 * environment, for as long as its process lives.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionConnection(requestTimeout: number, environment: NodeJS.ProcessEnv = process.env): Borrowed {
  const variable = async (name: string): Promise<string> => {
    const value = environment[name];
    if (!value) throw new Error(`the environment variable ${name} is not set: Lambda sets it for its functions`);
    return value;
  };
  const isOn = async (name: string) => environment[name]?.toLowerCase() === 'true';
  return {
    region: () => variable('AWS_REGION'),
    credentials: async () => ({
      accessKeyId: await variable('AWS_ACCESS_KEY_ID'),
      secretAccessKey: await variable('AWS_SECRET_ACCESS_KEY'),
      sessionToken: environment['AWS_SESSION_TOKEN'],
    }),
    requestHandler: keptConnections(patience(requestTimeout).requestHandler),
    useFipsEndpoint: () => isOn('AWS_USE_FIPS_ENDPOINT'),
    useDualstackEndpoint: () => isOn('AWS_USE_DUALSTACK_ENDPOINT'),
  };
}
