/** What a server answered. Redirects are answers like others: they are not followed. */
export interface BoundedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Null if the body has more than the bytes that are read. */
  readonly body: string | null;
}

export interface BoundedRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole answer. */
  readonly milliseconds: number;
  readonly mostBytes: number;
}

/**
 * A request that ends in time and reads no more than it may. It only reads, so it is sent once more if its connection was
 * reset before an answer: a server closes a connection that was kept open without asking who is about to use it. Throws
 * `TimeoutError`, or the error of the connection.
 */
export async function boundedFetch(
  url: string,
  { method, headers, body, milliseconds, mostBytes }: BoundedRequest,
): Promise<BoundedAnswer> {
  const options = {
    method,
    headers,
    redirect: 'manual' as const,
    signal: AbortSignal.timeout(milliseconds),
    ...(body === undefined ? {} : { body }),
  };
  const response = await fetch(url, options).catch((error: unknown) => {
    if (!RESET.has(codeOf(error))) throw error;
    return fetch(url, options);
  });
  return { status: response.status, headers: response.headers, body: await textOf(response, mostBytes) };
}

/** `UND_ERR_SOCKET`: how Node's fetch says that the other side closed the connection. */
const RESET = new Set<unknown>(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const codeOf = (error: unknown): unknown => Object((error as Error).cause).code;

async function textOf({ body }: Response, most: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the rest.
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The error of a connection: Node's fetch hides it in the cause of a "fetch failed". Its own codes say less than its messages,
 * such as "other side closed".
 */
export function connectionError(error: unknown): string {
  const { cause, message } = error as Error;
  const { code, message: why } = Object(cause) as { code?: unknown; message?: unknown };
  const isPlain = code !== undefined && !/^(UND_ERR|Z)_/.test(String(code));
  return String((isPlain ? code : why) ?? message);
}

/** Why the certificate of the server is not accepted, such as `certificate has expired`; null for any other error. */
export function certificateError(error: unknown): string | null {
  const { code, message } = Object((error as Error).cause) as { code?: unknown; message?: unknown };
  // After a semicolon, Node.js adds advice on its own options.
  return OF_CERTIFICATES.test(String(code)) ? (String(message).split(';')[0] ?? '') : null;
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and ERR_TLS_CERT_ALTNAME_INVALID for a certificate of another server. */
const OF_CERTIFICATES =
  /CERT|VERIFY_LEAF_SIGNATURE|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;

export const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';
