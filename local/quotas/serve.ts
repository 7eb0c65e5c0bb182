import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { ServiceError } from '../query/service-error.ts';
import type { LocalQuotas } from './local-quotas.ts';

/** Answers one request in JSON, whose body has been read. */
export function serveQuotas(quotas: LocalQuotas) {
  return (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    try {
      send(response, 200, quotas.answer(operation, JSON.parse(body.toString())));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      send(response, error.status, { __type: error.code, Message: error.message });
    }
  };
}

const set = z.strictObject({ code: z.string(), value: z.number().min(0).nullable() });

/** `POST set` (a quota's code and its value) and `POST clear`. Returns null for another path; throws for an invalid body. */
export function controlQuotas(quotas: LocalQuotas, path: string, body: unknown): { readonly done: true } | null {
  if (path === 'set') {
    const { code, value } = set.parse(body);
    quotas.set(code, value);
  } else if (path === 'clear') quotas.clear();
  else return null;
  return { done: true };
}

function send(response: ServerResponse, status: number, content: unknown): void {
  const text = JSON.stringify(content);
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}
