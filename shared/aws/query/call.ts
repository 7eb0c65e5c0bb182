import { text } from 'node:stream/consumers';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { isServerError, isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { once } from '../../model/index.ts';
import { configuredEndpoint, globalRegion, serviceEndpoint } from './endpoint.ts';

/**
 * The resolved configuration of an SDK client: region, credentials, connections, timeouts, and which kind of address it
 * uses. It works for every service.
 */
export type Borrowed = Pick<CloudWatchClient['config'], 'region' | 'credentials' | 'requestHandler' | 'sha256'> &
  Partial<Pick<CloudWatchClient['config'], 'useFipsEndpoint' | 'useDualstackEndpoint'>>;

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
}

/** A service of any API over HTTP. */
export interface LightService extends Pick<QueryService, 'label' | 'name' | 'variable' | 'isGlobal'> {
  readonly errorIn: (text: string, headers: Readonly<Record<string, string>>) => { code: string; message: string };
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

  constructor(code: string, message: string, httpStatusCode: number) {
    super(message);
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

/** Sends signed requests to a service and returns the texts of the answers. Retries on throttling and on transient faults. */
export function lightCall(
  service: LightService,
  borrowed: Borrowed,
  environment: NodeJS.ProcessEnv,
): (action: string, request: LightRequest) => Promise<string> {
  const retries = new StandardRetryStrategy(ATTEMPTS);
  const endpoint = once(() => endpointOf(service, borrowed, environment));
  const context: Context = { service, borrowed, endpoint, clock: { offset: 0 } };

  return async (action, sent) => {
    let token = await retries.acquireInitialRetryToken(action);
    for (;;) {
      try {
        const answer = await attempt(context, sent);
        retries.recordSuccess(token);
        return answer;
      } catch (error) {
        const errorType = passingFault(error as SdkError);
        const { message } = error as Error;
        if (!errorType) throw new Error(`${service.label} ${action} failed: ${message}`, { cause: error });
        // Waits, or throws the fault itself once the attempts (or the retry budget of all calls) are used up.
        token = await retries.refreshRetryTokenForRetry(token, { errorType }).catch(() => {
          throw new Error(`${service.label} ${action} kept failing: ${message}`, { cause: error });
        });
      }
    }
  };
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
  const own = await borrowed.region();
  const region = service.isGlobal ? globalRegion(own) : own;
  const { protocol, hostname, port, host, pathname } = await endpoint();
  const request = new HttpRequest({
    method: sent.method,
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: sent.path === '' ? pathname : `${pathname.replace(/\/$/, '')}${sent.path}`,
    headers: { host, ...sent.headers },
    ...(sent.body === undefined ? {} : { body: sent.body }),
  });
  // Signs every attempt: a signature is valid for five minutes, and the credentials may have been renewed.
  const { credentials, sha256 } = borrowed;
  const signer = new SignatureV4({ service: service.name, region, credentials, sha256 });
  const signed = await signer.sign(request, { signingDate: new Date(Date.now() + clock.offset) });
  const { response } = await borrowed.requestHandler.handle(new HttpRequest(signed));
  const answer = await text(response.body);
  if (response.statusCode === 200) return answer;
  const { code, message } = service.errorIn(answer, response.headers);
  const fault = new QueryFault(code, message || `status ${response.statusCode}`, response.statusCode);
  if (SKEWED.test(code) && isCorrected(clock, response.headers['date'])) fault.$metadata.clockSkewCorrected = true;
  throw fault;
}

/** Codes with which AWS rejects a signature because of its time, among other reasons. */
const SKEWED = /^(RequestExpired|RequestTimeTooSkewed|RequestInTheFuture|AuthFailure|SignatureDoesNotMatch)$/;
const MOST_SKEW_MS = 300_000;

/** Takes the difference to AWS's clock from its answer. False if it is too small to be the reason. */
function isCorrected(clock: { offset: number }, date: string | undefined): boolean {
  const ahead = Date.parse(date ?? '') - Date.now();
  if (!(Math.abs(ahead - clock.offset) >= MOST_SKEW_MS)) return false;
  clock.offset = ahead;
  return true;
}

type SdkError = Parameters<typeof isTransientError>[0];

/** The error type for the SDK's retry strategy, if a retry may succeed; otherwise `undefined`. */
function passingFault(error: SdkError): 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | undefined {
  if (isThrottlingError(error)) return 'THROTTLING';
  if (isTransientError(error)) return 'TRANSIENT';
  return isServerError(error) ? 'SERVER_ERROR' : undefined;
}
