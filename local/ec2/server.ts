import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { throttled } from './errors.ts';
import { actionIn, answer, type HttpAnswer, refusal } from './protocol/answer.ts';
import type { Ec2World } from './world.ts';

/** EC2 takes far less; beyond it something is wrong with the client. */
const LONGEST_REQUEST = 2 * 1024 * 1024;

/** Answers EC2 requests over HTTP, with the faults that were asked for. */
export function serveEc2(world: Ec2World): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const form = await formOf(request);
    const action = actionIn(form);
    world.calls.set(action, (world.calls.get(action) ?? 0) + 1);
    const fault = world.faults.take(action);
    if (fault?.kind === 'latency') await delay(fault.ms);
    // Carried out at once and as a whole: no other request sees half of it.
    const happens = fault === null || fault.kind === 'latency' || (fault.kind !== 'throttle' && fault.when === 'after');
    const outcome = happens ? answer(world, form) : null;
    if (fault?.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'throttle') return send(response, refusal(throttled()));
    if (fault?.kind === 'error') return send(response, refusal({ ...fault, message: 'As asked for.' }));
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
    if (length > LONGEST_REQUEST) throw new Error(`An EC2 request of more than ${LONGEST_REQUEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, body }: HttpAnswer): void {
  response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
