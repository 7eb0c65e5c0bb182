import type { Borrowed } from './query/call.ts';
import { type Addressed, serviceEndpoint } from './query/endpoint.ts';
import { signedHeaders } from './query/sign.ts';

/** The address of a service in the region of a connection, without a slash at its end. */
export async function addressOf(
  service: Addressed,
  { region }: Pick<Borrowed, 'region'>,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return serviceEndpoint(service, await region(), environment).href.replace(/\/$/, '');
}

export interface Unsigned {
  /** Without a query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The headers of a `POST` that is signed for a service; `host` is left to the connection. */
export async function signedFor(
  service: string,
  { url, headers, body }: Unsigned,
  { region, credentials }: Pick<Borrowed, 'region' | 'credentials'>,
): Promise<Readonly<Record<string, string>>> {
  const { host, pathname } = new URL(url);
  const request = { method: 'POST', path: pathname, headers: { host, ...headers }, body };
  const own = { service, region: await region(), credentials: await credentials(), at: new Date() };
  const { host: _host, ...signed } = signedHeaders(request, own);
  return signed;
}
