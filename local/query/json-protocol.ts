import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceError } from './service-error.ts';

/** The operation that a request names: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function operationIn({ headers }: IncomingMessage): string {
  const [, operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
  return operation;
}

export function sendJson(response: ServerResponse, status: number, content: unknown): void {
  const text = JSON.stringify(content);
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}

interface StandIn {
  /** Throws a `ServiceError` for a call that AWS would refuse. */
  answer(operation: string, input: Readonly<Record<string, unknown>>): object;
}

/** Answers one request in JSON, whose body has been read. */
export const serveJson =
  (standIn: StandIn) =>
  (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    try {
      sendJson(response, 200, standIn.answer(operationIn(request), JSON.parse(body.toString())));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      sendJson(response, error.status, { __type: error.code, Message: error.message });
    }
  };
