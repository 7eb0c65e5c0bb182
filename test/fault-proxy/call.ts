import type { IncomingMessage } from 'node:http';
import { signedService } from '../../local/gateway/scope.ts';

/** A request to AWS that passes the proxy. */
export interface ProxyCall {
  /** The name in the signature: `dynamodb`, `monitoring`, `sqs`, `ec2`… */
  readonly service: string;
  readonly action: string;
  /** The access key of the signature, which identifies the caller. */
  readonly key: string;
  /** The fields of a form-encoded request; empty for other requests. */
  readonly form: URLSearchParams;
  readonly contentType: string;
  /** The value of the header `LABEL`. The proxy does not forward this header. */
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
    action: target ?? operation ?? form.get('Action') ?? (url.endsWith('/invocations') ? 'Invoke' : ''),
    key: /Credential=([^/,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? '',
    form,
    contentType,
    label: String(headers[LABEL] ?? ''),
  };
}
