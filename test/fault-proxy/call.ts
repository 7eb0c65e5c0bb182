import type { IncomingMessage } from 'node:http';
import { signedService } from '../../local/gateway/scope.ts';

/** One request to AWS as it passes the proxy. */
export interface ProxyCall {
  /** As the signature names it: `dynamodb`, `monitoring`, `sqs`, `ec2`… */
  readonly service: string;
  readonly action: string;
  /** The access key that signed it: tells whose call it is. */
  readonly key: string;
  /** Fields of a form-encoded request, empty for any other. */
  readonly form: URLSearchParams;
  readonly contentType: string;
  /** What the caller has written into the header `LABEL`; it is not passed on. */
  readonly label: string;
}

export const LABEL = 'x-headcount-wire';

/**
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#protocol-behaviors,
 * https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html#http-binding,
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#request-serialization
 */
export function proxyCall(request: IncomingMessage, body: Buffer): ProxyCall {
  const { headers, url = '' } = request;
  const contentType = headers['content-type'] ?? '';
  const form = new URLSearchParams(contentType.includes('x-www-form-urlencoded') ? body.toString() : '');
  const target = String(headers['x-amz-target'] ?? '').split('.')[1];
  const operation = /\/operation\/(\w+)/.exec(url)?.[1];
  return {
    service: signedService(request) ?? '',
    action: target ?? operation ?? form.get('Action') ?? '',
    key: /Credential=([^/,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? '',
    form,
    contentType,
    label: String(headers[LABEL] ?? ''),
  };
}
