import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** What a signature covers: of a request to a path without a query. */
export interface Signable {
  readonly method: string;
  readonly path: string;
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface SignedFor {
  readonly service: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly at: Date;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The request's headers and those that sign it. The contract is the signer of the SDK.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(request: Signable, signedFor: SignedFor): Record<string, string> {
  const { credentials, region, service, at } = signedFor;
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const content = hashOf(request.body ?? '');
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': time,
    ...(credentials.sessionToken && { 'x-amz-security-token': credentials.sessionToken }),
    'x-amz-content-sha256': content,
  };
  const names = Object.keys(headers).sort();
  const written = names.map((name) => `${name}:${headers[name]?.trim().replace(/\s+/g, ' ')}`);
  const canonical = [request.method, escaped(request.path), '', ...written, '', names.join(';'), content].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = createHmac('sha256', key)
    .update([ALGORITHM, time, scope, hashOf(canonical)].join('\n'))
    .digest('hex');
  const credential = `Credential=${credentials.accessKeyId}/${scope}`;
  headers['authorization'] = `${ALGORITHM} ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return headers;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The path is escaped once more than it is sent, with the characters that `encodeURIComponent` leaves. */
const escaped = (path: string): string =>
  encodeURIComponent(path)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
