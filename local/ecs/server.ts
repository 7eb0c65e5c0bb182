import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { operationIn, sendJson } from '../query/json-protocol.ts';
import { ServiceError } from '../query/service-error.ts';
import type { LocalEcs } from './local-ecs.ts';

/** Answers one request in JSON, whose body has been read, with the configured faults. */
export function serveEcs(standIn: LocalEcs) {
  return async (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    const operation = operationIn(request);
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
    if (fault?.kind === 'throttle') return sendJson(response, 400, refusal('ThrottlingException', 'Rate exceeded'));
    if (fault?.kind === 'error') return sendJson(response, fault.status, refusal(fault.code, 'A configured fault.'));
    if (answer) sendJson(response, answer.status, answer.content);
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
