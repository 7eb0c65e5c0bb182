import { text } from 'node:stream/consumers';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { isServerError, isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { isThrottled } from '../errors.ts';
import { errorIn } from './answer.ts';
import { ec2Endpoint } from './endpoint.ts';

/** What any client of the SDK has resolved: region, credentials, connections, time limits. Another one's serve EC2 as well. */
export type Borrowed = Pick<CloudWatchClient['config'], 'region' | 'credentials' | 'requestHandler' | 'sha256'>;

const VERSION = '2016-11-15';
const ATTEMPTS = 5;

/** An error answer of EC2, shaped as the SDK's own: its code is the name. */
class Ec2Fault extends Error {
  readonly $metadata: { httpStatusCode: number };

  constructor(code: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = code || 'UnknownError';
    this.$metadata = { httpStatusCode };
  }
}

/**
 * One action of EC2's query API, signed, repeated on throttling and passing faults; answers with its XML.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
export function ec2Call(borrowed: Borrowed, environment: NodeJS.ProcessEnv) {
  const retries = new StandardRetryStrategy(ATTEMPTS);

  return async (action: string, parameters: Readonly<Record<string, string>>): Promise<string> => {
    const body = new URLSearchParams({ Action: action, Version: VERSION, ...parameters }).toString();
    let token = await retries.acquireInitialRetryToken(action);
    for (;;) {
      try {
        const answer = await attempt(borrowed, environment, body);
        retries.recordSuccess(token);
        return answer;
      } catch (error) {
        const errorType = passingFault(error as SdkError);
        if (!errorType) throw new Error(`EC2 ${action} failed: ${(error as Error).message}`, { cause: error });
        // Waits; throws the fault itself once the attempts (or the budget of all calls) are used up.
        token = await retries.refreshRetryTokenForRetry(token, { errorType }).catch(() => {
          throw new Error(`EC2 ${action} kept failing: ${(error as Error).message}`, { cause: error });
        });
      }
    }
  };
}

async function attempt(borrowed: Borrowed, environment: NodeJS.ProcessEnv, body: string): Promise<string> {
  const region = await borrowed.region();
  const { protocol, hostname, port, host, pathname } = ec2Endpoint(region, environment);
  const request = new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: pathname,
    headers: { host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body,
  });
  // Signed anew for every attempt: a signature is good for five minutes, credentials may have been renewed.
  const signer = new SignatureV4({
    service: 'ec2',
    region,
    credentials: borrowed.credentials,
    sha256: borrowed.sha256,
  });
  const signed = await signer.sign(request);
  const { response } = await borrowed.requestHandler.handle(new HttpRequest(signed));
  const answer = await text(response.body);
  if (response.statusCode === 200) return answer;
  const { code, message } = errorIn(answer);
  throw new Ec2Fault(code, message || `status ${response.statusCode}`, response.statusCode);
}

type SdkError = Parameters<typeof isTransientError>[0];

/** Whether the same call may succeed a moment later, in the words of the SDK's retry strategy. */
function passingFault(error: SdkError): 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | undefined {
  if (isThrottled(error.name) || isThrottlingError(error)) return 'THROTTLING';
  if (isTransientError(error)) return 'TRANSIENT';
  return isServerError(error) ? 'SERVER_ERROR' : undefined;
}
