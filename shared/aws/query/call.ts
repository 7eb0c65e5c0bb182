import { text } from 'node:stream/consumers';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { isServerError, isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { serviceEndpoint } from './endpoint.ts';

/** The resolved configuration of an SDK client: region, credentials, connections, timeouts. It works for every service. */
export type Borrowed = Pick<CloudWatchClient['config'], 'region' | 'credentials' | 'requestHandler' | 'sha256'>;

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
}

/** Makes one call and returns its XML. Throws an `Error` whose cause is the `QueryFault` that AWS answered with. */
export type QueryCall = (action: string, parameters: Readonly<Record<string, string>>) => Promise<string>;

const ATTEMPTS = 5;

/** An error response in the shape of the SDK's errors: the name is the code. */
export class QueryFault extends Error {
  readonly $metadata: { httpStatusCode: number };

  constructor(code: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = code || 'UnknownError';
    this.$metadata = { httpStatusCode };
  }
}

/** Calls one action with a signed request. Retries on throttling and on transient faults. */
export function queryCall(service: QueryService, borrowed: Borrowed, environment: NodeJS.ProcessEnv): QueryCall {
  const retries = new StandardRetryStrategy(ATTEMPTS);

  return async (action, parameters) => {
    const body = new URLSearchParams({ Action: action, Version: service.version, ...parameters }).toString();
    let token = await retries.acquireInitialRetryToken(action);
    for (;;) {
      try {
        const answer = await attempt(service, borrowed, environment, body);
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

async function attempt(
  service: QueryService,
  borrowed: Borrowed,
  environment: NodeJS.ProcessEnv,
  body: string,
): Promise<string> {
  const region = await borrowed.region();
  const { protocol, hostname, port, host, pathname } = serviceEndpoint(service, region, environment);
  const request = new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: pathname,
    headers: { host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body,
  });
  // Signs every attempt: a signature is valid for five minutes, and the credentials may have been renewed.
  const { credentials, sha256 } = borrowed;
  const signed = await new SignatureV4({ service: service.name, region, credentials, sha256 }).sign(request);
  const { response } = await borrowed.requestHandler.handle(new HttpRequest(signed));
  const answer = await text(response.body);
  if (response.statusCode === 200) return answer;
  const { code, message } = service.errorIn(answer);
  throw new QueryFault(code, message || `status ${response.statusCode}`, response.statusCode);
}

type SdkError = Parameters<typeof isTransientError>[0];

/** The error type for the SDK's retry strategy, if a retry may succeed; otherwise `undefined`. */
function passingFault(error: SdkError): 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | undefined {
  if (isThrottlingError(error)) return 'THROTTLING';
  if (isTransientError(error)) return 'TRANSIENT';
  return isServerError(error) ? 'SERVER_ERROR' : undefined;
}
