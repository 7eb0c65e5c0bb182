import type { Borrowed } from './query/call.ts';
import { jsonCall } from './query/json-call.ts';

const SECRETS_MANAGER = { label: 'Secrets Manager', name: 'secretsmanager', variable: 'SECRETS_MANAGER' };
const SYSTEMS_MANAGER = { label: 'Systems Manager', name: 'ssm', variable: 'SSM' };

/** The texts of secrets and of encrypted parameters. Throws if there is none. */
export interface SecretTexts {
  ofSecretsManager(name: string): Promise<string>;
  ofParameter(name: string): Promise<string>;
}

export function secretTexts(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): SecretTexts {
  const secretsManager = jsonCall(SECRETS_MANAGER, borrowed, environment);
  const systemsManager = jsonCall(SYSTEMS_MANAGER, borrowed, environment);
  return {
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
    async ofSecretsManager(name) {
      const request = { target: 'secretsmanager.GetSecretValue', body: { SecretId: name } };
      return textIn(await secretsManager('GetSecretValue', request), 'SecretString');
    },
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
    async ofParameter(name) {
      const request = { target: 'AmazonSSM.GetParameter', body: { Name: name, WithDecryption: true } };
      return textIn(Object(await systemsManager('GetParameter', request)).Parameter, 'Value');
    },
  };
}

function textIn(answer: unknown, field: string): string {
  const text: unknown = Object(answer)[field];
  if (typeof text !== 'string') throw new Error('it has no text');
  return text;
}
