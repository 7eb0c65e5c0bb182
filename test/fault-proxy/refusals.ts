import { cbor } from '@smithy/core/cbor';
import { throttled } from '../../local/ec2/errors.ts';
import { refusal } from '../../local/ec2/protocol/answer.ts';
import type { ProxyCall } from './call.ts';

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The code of each service for throttled calls. */
const THROTTLED: Readonly<Record<string, string>> = {
  dynamodb: 'ThrottlingException',
  sqs: 'RequestThrottled',
  monitoring: 'ThrottlingException',
};

/** The error for a throttled call, in the protocol of its service. */
export function tooFast(call: ProxyCall): Refusal {
  return call.service === 'ec2'
    ? xml(throttled())
    : refused(call, 400, THROTTLED[call.service] ?? 'ThrottlingException', 'Rate exceeded');
}

/** The error for a failure of the service. */
export const broken = (call: ProxyCall, status: 500 | 503): Refusal =>
  refused(call, status, status === 500 ? 'InternalFailure' : 'ServiceUnavailable', 'The test asked for it.');

function refused(call: ProxyCall, status: number, code: string, message: string): Refusal {
  const { contentType } = call;
  if (contentType.includes('x-www-form-urlencoded')) return xml({ code, message, status });
  const fields = { __type: code, message };
  if (contentType.includes('cbor')) {
    const headers = { 'content-type': contentType, 'smithy-protocol': 'rpc-v2-cbor' };
    return { status, headers, body: cbor.serialize(fields) };
  }
  return { status, headers: { 'content-type': contentType }, body: JSON.stringify(fields) };
}

function xml(error: { readonly code: string; readonly message: string; readonly status: number }): Refusal {
  const { status, body } = refusal(error);
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
}
