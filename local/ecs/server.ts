import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../query/service-error.ts';
import type { LocalEcs } from './local-ecs.ts';

/** Answers one request in JSON, whose body has been read, with the configured faults. */
export function serveEcs(standIn: LocalEcs) {
  return async (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    standIn.calls.set(operation, (standIn.calls.get(operation) ?? 0) + 1);
    const fault = standIn.faults.take(operation);
    if (fault?.kind === 'latency') await delay(fault.ms);
    const isCarriedOut =
      fault === null || fault.kind === 'latency' || (fault.kind !== 'throttle' && fault.when === 'after');
    const answer = isCarriedOut ? answered(standIn, operation, JSON.parse(body.toString() || '{}')) : null;
    if (fault?.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'throttle') return send(response, 400, refusal('ThrottlingException', 'Rate exceeded'));
    if (fault?.kind === 'error') return send(response, fault.status, refusal(fault.code, 'A configured fault.'));
    if (answer) send(response, answer.status, answer.content);
  };
}

function answered(standIn: LocalEcs, operation: string, input: object) {
  try {
    return { status: 200, content: standIn.answer(operation, input as Readonly<Record<string, unknown>>) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { status: error.status, content: refusal(error.code, error.message) };
  }
}

const refusal = (code: string, message: string) => ({ __type: code, message });

function send(response: ServerResponse, status: number, content: unknown): void {
  const text = JSON.stringify(content);
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}
