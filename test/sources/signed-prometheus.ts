import { text } from 'node:stream/consumers';
import { Hash } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { functionConnection } from '../../shared/aws/query/function-connection.ts';
import type { PrometheusSubject } from '../contracts/prometheus.contract.ts';
import { fakePrometheus } from '../fakes/fake-prometheus.ts';
import { serving } from './servers.ts';

export const WORKSPACE = 'ws-0a1b2c3d-1111-2222-3333-444455556666';
export const REGION = 'eu-west-1';
export const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7',
  sessionToken: 'IQoJ/+==',
};
/** Reads the workspace at an address. What is given is wrong. */
export function signing(url: string, wrong: { region?: string; credentials?: object } = {}) {
  const { region = REGION, credentials = CREDENTIALS } = wrong;
  const identity = { region: async () => region, credentials: async () => credentials as typeof CREDENTIALS };
  const borrowed = { ...functionConnection(1000, {}), ...identity };
  return { id: WORKSPACE, borrowed, environment: { AWS_ENDPOINT_URL_APS_WORKSPACES: url } };
}

/** AWS accepts a signature for five minutes. */
const LONGEST_MS = 300_000;

/**
 * Answers for a workspace as Amazon Managed Prometheus does: it computes the signature of each request anew, with the
 * signer of the SDK, and refuses all others. What is signed goes to a server that answers like a Prometheus.
 */
export async function signedPrometheus(): Promise<PrometheusSubject> {
  const behind = await fakePrometheus();
  const prefix = `/workspaces/${WORKSPACE}`;
  const front = await serving(async (request, response) => {
    const body = await text(request);
    const { url = '', method = '', headers } = request;
    const { authorization = '', 'x-amz-date': date = '' } = headers;
    const at = Date.parse(String(date).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
    const own = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
    const { pathname, searchParams } = new URL(url, behind.url);
    const query = Object.fromEntries(searchParams);
    const signer = new SignatureV4({
      service: 'aps',
      region: REGION,
      credentials: CREDENTIALS,
      sha256: Hash.bind(null, 'sha256'),
    });
    const expected = await signer.sign(new HttpRequest({ method, path: pathname, query, headers: own, body }), {
      signingDate: new Date(Number.isNaN(at) ? 0 : at),
    });
    const isSigned =
      Math.abs(Date.now() - at) < LONGEST_MS &&
      ['host', 'x-amz-date', 'x-amz-security-token'].every((name) => names.includes(name)) &&
      expected.headers['authorization'] === authorization;
    if (!isSigned || !url.startsWith(`${prefix}/`)) {
      response.writeHead(403).end(JSON.stringify({ message: 'The request signature we calculated does not match' }));
      return;
    }
    const type = headers['content-type'] ?? '';
    const answer = await fetch(`${behind.url}${url.slice(prefix.length)}`, {
      method,
      headers: { 'content-type': type },
      body,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  return {
    url: front.url,
    workspace: signing(front.url),
    close: async () => {
      await front.close();
      await behind.close();
    },
  };
}
