import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallFaults } from './call-faults.ts';

/** AWS accepts far less; a longer request is a client's mistake. */
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
  /** Calls that can be made to fail. */
  readonly faults: CallFaults;
  /** Carries out one form-encoded request. A refusal is an answer too. */
  answer(form: string): HttpAnswer;
  refusal(refusal: Refusal): HttpAnswer;
  /** How the service says that it was called too often. */
  throttled(): Refusal;
}

/** The action that a form asks for; '' when it names none. */
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
    // Carried out at once and as a whole: no other request sees half of it.
    const happens = fault === null || fault.kind === 'latency' || (fault.kind !== 'throttle' && fault.when === 'after');
    const outcome = happens ? standIn.answer(form) : null;
    if (fault?.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'throttle') return send(response, standIn.refusal(standIn.throttled()));
    if (fault?.kind === 'error') return send(response, standIn.refusal({ ...fault, message: 'As asked for.' }));
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
    if (length > LONGEST_REQUEST) throw new Error(`A request of more than ${LONGEST_REQUEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, body }: HttpAnswer): void {
  response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
