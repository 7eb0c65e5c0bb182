import { NOT_AWS, once, passing } from '../../model/index.ts';
import { configuredEndpoint, globalRegion, serviceEndpoint } from './endpoint.ts';
import { Retries } from './retries.ts';
import type { Connections } from './send.ts';
import { type Credentials, signedHeaders } from './sign.ts';

/**
 * Region, credentials, connections, and which kind of address is used: the resolved configuration of an SDK client has
 * them, and works for every service.
 */
export interface Borrowed {
  region(): Promise<string>;
  credentials(): Promise<Credentials>;
  readonly requestHandler: Connections;
  useFipsEndpoint?(): Promise<boolean>;
  useDualstackEndpoint?(): Promise<boolean>;
}

/** A service of AWS's query API: form parameters in, XML out. */
export interface QueryService {
  /** Name in messages. */
  readonly label: string;
  /** Name in addresses and signatures. */
  readonly name: string;
  /** Name in `AWS_ENDPOINT_URL_…`. */
  readonly variable: string;
  /** Version of its API. */
  readonly version: string;
  /** Code and message of an error response; both empty when the text is not an error. */
  readonly errorIn: (xml: string) => { code: string; message: string };
  /** One address for all regions of a partition. */
  readonly isGlobal?: boolean;
  /** Name in signatures, if it is another one than in addresses. */
  readonly signedAs?: string;
}

/** A service of any API over HTTP. */
export interface LightService extends Pick<QueryService, 'label' | 'name' | 'variable' | 'isGlobal' | 'signedAs'> {
  readonly errorIn: (text: string, headers: Readonly<Record<string, string>>) => { code: string; message: string };
  /** Five by default. */
  readonly attempts?: number;
}

export interface LightRequest {
  readonly method: 'GET' | 'POST';
  /** Appended to the path of the service's address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Makes one call and returns its XML. Throws an `Error` whose cause is the `QueryFault` that AWS answered with. */
export type QueryCall = (action: string, parameters: Readonly<Record<string, string>>) => Promise<string>;

const ATTEMPTS = 5;

/** An error response in the shape of the SDK's errors: the name is the code. */
export class QueryFault extends Error {
  readonly $metadata: { httpStatusCode: number; clockSkewCorrected?: boolean };

  /** `details`: more fields of the response, which become those of the error. */
  constructor(code: string, message: string, httpStatusCode: number, details: object = {}) {
    super(message);
    Object.assign(this, details);
    this.name = code || 'UnknownError';
    this.$metadata = { httpStatusCode };
  }
}

/** Calls one action with a signed request. Retries on throttling and on transient faults. */
export function queryCall(service: QueryService, borrowed: Borrowed, environment: NodeJS.ProcessEnv): QueryCall {
  const call = lightCall(service, borrowed, environment);
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return (action, parameters) => {
    const body = new URLSearchParams({ Action: action, Version: service.version, ...parameters }).toString();
    return call(action, { method: 'POST', path: '', headers, body });
  };
}

/** As {@link signedCall}, but the errors say which call failed. */
export function lightCall(
  service: LightService,
  borrowed: Borrowed,
  environment: NodeJS.ProcessEnv,
): (action: string, request: LightRequest) => Promise<string> {
  const call = signedCall(service, borrowed, environment);
  return async (action, request) => {
    try {
      return await call(request);
    } catch (error) {
      const how = passing(error) ? 'kept failing' : 'failed';
      throw new Error(`${service.label} ${action} ${how}: ${(error as Error).message}`, { cause: error });
    }
  };
}

/**
 * Sends signed requests to a service and returns the texts of the answers. Retries on throttling and on transient faults.
 * Throws the `QueryFault` that AWS answered with, or the error of the connection.
 */
export function signedCall(
  service: LightService,
  borrowed: Borrowed,
  environment: NodeJS.ProcessEnv,
): (request: LightRequest) => Promise<string> {
  const retries = new Retries(service.attempts ?? ATTEMPTS);
  const endpoint = once(() => endpointOf(service, borrowed, environment));
  const context: Context = { service, borrowed, endpoint, clock: { offset: 0 } };
  return (request) => retries.run(() => attempt(context, request));
}

/** What all calls of one service share. */
interface Context {
  readonly service: LightService;
  readonly borrowed: Borrowed;
  readonly endpoint: () => Promise<URL>;
  /** Ms by which AWS's clock is ahead of this machine's. AWS rejects signatures that differ by more than five minutes. */
  readonly clock: { offset: number };
}

const isFunction = (environment: NodeJS.ProcessEnv): boolean => environment['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;

async function endpointOf(service: LightService, borrowed: Borrowed, environment: NodeJS.ProcessEnv): Promise<URL> {
  const [region, inFile, fips = false, dualStack = false] = await Promise.all([
    borrowed.region(),
    isFunction(environment) ? undefined : configuredEndpoint(service)(),
    borrowed.useFipsEndpoint?.(),
    borrowed.useDualstackEndpoint?.(),
  ]);
  return serviceEndpoint(service, region, environment, inFile, { fips, dualStack });
}

async function attempt({ service, borrowed, endpoint, clock }: Context, sent: LightRequest): Promise<string> {
  const { protocol, hostname, port, host, pathname } = await endpoint();
  const { method, body } = sent;
  const path = sent.path === '' ? pathname : `${pathname.replace(/\/$/, '')}${sent.path}`;
  // Signs every attempt: a signature is valid for five minutes, and the credentials may have been renewed.
  const [own, credentials] = await Promise.all([borrowed.region(), borrowed.credentials()]);
  const { offset } = clock;
  const headers = signedHeaders(
    { method, path, headers: { host, ...sent.headers }, body },
    {
      service: service.signedAs ?? service.name,
      region: service.isGlobal ? globalRegion(own) : own,
      credentials,
      at: new Date(Date.now() + offset),
    },
  );
  const address = { protocol, hostname, ...(port && { port: Number(port) }) };
  const request = { ...address, method, path, headers, ...(body === undefined ? {} : { body }) };
  const { response } = await borrowed.requestHandler.handle(request);
  const answer = await textOf(response.body);
  if (PAGE.test(answer)) throw new QueryFault(NOT_AWS, 'something other than AWS answered', response.statusCode);
  if (response.statusCode === 200) return answer;
  const { code, message, ...details } = service.errorIn(answer, response.headers);
  const fault = new QueryFault(code, message || `status ${response.statusCode}`, response.statusCode, details);
  if (SKEWED.test(code) && isCorrected(clock, offset, response.headers['date']))
    fault.$metadata.clockSkewCorrected = true;
  throw fault;
}

/** HTML, such as the page of a proxy: with status 200, it would look like an answer without content. */
const PAGE = /^\s*<(!doctype html|html)\b/i;

async function textOf(body: AsyncIterable<Uint8Array | string> = none()): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(Buffer.isBuffer(part) ? part : Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString();
}

async function* none(): AsyncGenerator<never> {}

/** Codes with which AWS rejects a signature because of its time, among other reasons. */
const SKEWED =
  /^(RequestExpired|RequestTimeTooSkewed|RequestInTheFuture|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException)$/;
const MOST_SKEW_MS = 300_000;

/**
 * Takes the difference to AWS's clock from its answer. False if the signature, made with the offset `signedWith`, was too
 * near to be rejected for it. Another call may have corrected the clock meanwhile.
 */
function isCorrected(clock: { offset: number }, signedWith: number, date: string | undefined): boolean {
  const ahead = Date.parse(date ?? '') - Date.now();
  if (!(Math.abs(ahead - signedWith) >= MOST_SKEW_MS)) return false;
  clock.offset = ahead;
  return true;
}
