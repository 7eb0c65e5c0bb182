import { expect } from 'vitest';
import { signedFor } from '../../shared/aws/signed.ts';
import type { DeployedStack } from '../integration/deployed-stack.ts';
import { zipOf } from '../sources/zip.ts';

/** A function of the user's, as `aws lambda create-function` makes it. */
export async function createFunction(
  stack: DeployedStack,
  name: string,
  code: string,
  { tags = {}, timeout = 5 }: { readonly tags?: Readonly<Record<string, string>>; readonly timeout?: number } = {},
): Promise<void> {
  const { config } = stack.clients().cloudwatch;
  const url = `${stack.endpoint()}/2015-03-31/functions`;
  const body = JSON.stringify({
    ...{ FunctionName: name, Runtime: 'nodejs24.x', Handler: 'index.handler', Timeout: timeout, Tags: tags },
    Role: 'arn:aws:iam::000000000000:role/shop',
    Code: { ZipFile: zipOf('index.js', code).toString('base64') },
  });
  const headers = await signedFor('lambda', { url, headers: { 'content-type': 'application/json' }, body }, config);
  const response = await fetch(url, { method: 'POST', headers, body });
  expect(response.status, await response.text()).toBe(201);
}
