import { Hash } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, it } from 'vitest';
import { type Signable, signedHeaders } from '../../../../shared/aws/query/sign.ts';

const AT = new Date('2026-11-26T05:04:03.210Z');
const headers = { host: 'dynamodb.eu-west-1.amazonaws.com', 'content-type': 'application/x-amz-json-1.0' };

const REQUESTS: Readonly<Record<string, Signable>> = {
  'with a body': { method: 'POST', path: '/', headers, body: '{"group":"größe 一 🙂"}' },
  'without a body': { method: 'GET', path: '/2016-08-19/account-settings', headers: { host: headers.host } },
  'with an escaped path': { method: 'GET', path: "/functions/a%3Ab%20c/it's(a)*name!", headers },
  'with spaces in a header': {
    method: 'POST',
    path: '/',
    headers: { ...headers, 'x-amz-target': '  a   b ' },
    body: '',
  },
};
const CREDENTIALS = {
  'of a user': { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  'of a role': { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'IQoJb3JpZ2luX2VjE+/==' },
};

it.each(
  Object.entries(REQUESTS).flatMap(([what, request]) =>
    Object.entries(CREDENTIALS).map(([whose, credentials]) => ({ what, whose, request, credentials })),
  ),
)('signs a request $what with credentials $whose as the SDK does', async ({ request, credentials }) => {
  const signedFor = { service: 'dynamodb', region: 'eu-west-1', credentials };
  const signer = new SignatureV4({ ...signedFor, sha256: Hash.bind(null, 'sha256') });
  const { body, ...rest } = request;
  const toSign = new HttpRequest({ ...rest, ...(body === undefined ? {} : { body }) });
  const { headers } = await signer.sign(toSign, { signingDate: AT });
  expect(signedHeaders(request, { ...signedFor, at: AT })).toEqual(headers);
});
