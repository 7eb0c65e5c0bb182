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

/** Answers one request, whose body has been read. */
export type ServeQuery = (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<void>;

/** Serves requests over HTTP, with the configured faults. */
export function serveQuery(standIn: QueryStandIn): ServeQuery {
  return async (request, response, body) => {
    const form = formOf(request, body);
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

function formOf({ method, url }: IncomingMessage, body: Buffer): string {
  if (body.length > LONGEST_REQUEST) throw new Error(`The request has more than ${LONGEST_REQUEST} bytes.`);
  return method === 'GET' ? (url?.split('?')[1] ?? '') : body.toString();
}

function send(response: ServerResponse, { status, body }: HttpAnswer): void {
  response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
