import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { only, parsed, text } from '../../shared/aws/query/xml.ts';

/** Keys of an IAM user. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Makes a user, with a managed policy or with statements of its own, and keys for it. */
export async function userWith(
  endpoint: string,
  name: string,
  { managed, statements }: { readonly managed?: string; readonly statements?: readonly object[] } = {},
): Promise<Keys> {
  const iam = async (action: string, parameters: Readonly<Record<string, string>>) => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0';
    const body = new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters });
    const response = await fetch(endpoint, { method: 'POST', headers: { authorization }, body });
    const answered = await response.text();
    if (!response.ok) throw new Error(`${action}: ${answered}`);
    return only(only(parsed(answered), `${action}Response`), `${action}Result`);
  };
  const UserName = name;
  await iam('CreateUser', { UserName });
  if (managed) {
    await iam('AttachUserPolicy', { UserName, PolicyArn: `arn:aws:iam::000000000000:policy/${managed}` });
  }
  if (statements) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await iam('PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument });
  }
  const key = only(await iam('CreateAccessKey', { UserName }), 'AccessKey');
  return { accessKeyId: text(key, 'AccessKeyId'), secretAccessKey: text(key, 'SecretAccessKey') };
}

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

class Hash {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  digest = async (): Promise<Uint8Array> => this.#hash.digest();
}

/** Sends a signed request, or one without a signature. */
export async function callApi(base: string, keys: Keys | null, { method, path, body, headers = {} }: ApiCall) {
  const url = new URL(base + path);
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const unsigned = {
    ...{ method, protocol: url.protocol, hostname: url.hostname, port: Number(url.port), path: url.pathname },
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...(sent !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(sent !== undefined && { body: sent }),
  };
  const signer =
    keys && new SignatureV4({ service: 'execute-api', region: 'us-east-1', credentials: keys, sha256: Hash });
  const signed = signer ? await signer.sign(unsigned) : unsigned;
  const { host: _, ...others } = signed.headers;
  const response = await fetch(url, { method, headers: others, ...(sent !== undefined && { body: sent }) });
  const answered = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: documents of any call
  const json = (answered.startsWith('{') ? JSON.parse(answered) : null) as any;
  return { status: response.status, headers: response.headers, text: answered, json };
}
