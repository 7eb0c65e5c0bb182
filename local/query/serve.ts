import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallFaults } from './call-faults.ts';

/** In bytes. AWS accepts far less, so a longer request is an error in the client. */
const LONGEST_REQUEST = 2 * 1024 * 1024;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** HTTP status. */
  readonly status: number;
}

/** A stand-in for one service of AWS's query API. */
export interface QueryStandIn {
  /** The number of calls per action, including failed ones. */
  readonly calls: Map<string, number>;
  /** Configured call faults. */
  readonly faults: CallFaults;
  /** Carries out one form-encoded request. Errors of AWS are answers, too. */
  answer(form: string): HttpAnswer;
  refusal(refusal: Refusal): HttpAnswer;
  /** The service's error for too many calls. */
  throttled(): Refusal;
}

/** The action in a form; '' if there is none. */
export const actionIn = (form: string): string => new URLSearchParams(form).get('Action') ?? '';

/** Serves requests over HTTP, with the configured faults. */
export function serveQuery(
  standIn: QueryStandIn,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const form = await formOf(request);
    const action = actionIn(form);
    standIn.calls.set(action, (standIn.calls.get(action) ?? 0) + 1);
    const fault = standIn.faults.take(action);
    if (fault?.kind === 'latency') await delay(fault.ms);
    // Carried out synchronously, so that no other request sees intermediate state.
    const isCarriedOut =
      fault === null || fault.kind === 'latency' || (fault.kind !== 'throttle' && fault.when === 'after');
    const outcome = isCarriedOut ? standIn.answer(form) : null;
    if (fault?.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'throttle') return send(response, standIn.refusal(standIn.throttled()));
    if (fault?.kind === 'error') return send(response, standIn.refusal({ ...fault, message: 'A configured fault.' }));
    if (outcome !== null) send(response, outcome);
  };
}

async function formOf(request: IncomingMessage): Promise<string> {
  const query = request.url?.split('?')[1];
  if (request.method === 'GET') return query ?? '';
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_REQUEST) throw new Error(`The request has more than ${LONGEST_REQUEST} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, body }: HttpAnswer): void {
  response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
