import { randomUUID } from 'node:crypto';
import { cbor } from '@smithy/core/cbor';
import { printXml } from '../query/xml.ts';
import type { Call } from './call.ts';

export interface RefusalOfCall {
  readonly code: string;
  /** What the code is in the query protocol. A service that once spoke it alone still sends that code too. */
  readonly queryCode: string;
  readonly message: string;
  /** HTTP status; a service that speaks JSON or CBOR answers 400 in any case. */
  readonly status: number;
}
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An error response in the protocol of its call. */
export function refusedAnswer(
  { protocol, model }: Call,
  { code, queryCode, message, status }: RefusalOfCall,
): RefusedAnswer {
  const requestId = randomUUID();
  const error = { Code: protocol === 'query' ? queryCode : code, Message: message };
  switch (protocol) {
    case 'ec2':
      return xml(status, printXml('Response', { Errors: { Error: error }, RequestID: requestId }));
    case 'query':
      return xml(status, printXml('ErrorResponse', { Error: { Type: 'Sender', ...error }, RequestId: requestId }));
    case 'cbor': {
      const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
      return { status: 400, headers, body: cbor.serialize({ __type: code, message }) };
    }
    case 'rest-json': {
      const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
      return { status, headers, body: JSON.stringify({ message }) };
    }
    case 'json': {
      const queryError = model.metadata.awsQueryCompatible && { 'x-amzn-query-error': `${queryCode};Sender` };
      const headers = { 'content-type': 'application/x-amz-json-1.0', ...queryError };
      return { status: 400, headers, body: JSON.stringify({ __type: code, message }) };
    }
  }
}

const xml = (status: number, content: string): RefusedAnswer => ({
  status,
  headers: { 'content-type': 'text/xml;charset=UTF-8' },
  body: `${PROLOGUE}${content}`,
});
