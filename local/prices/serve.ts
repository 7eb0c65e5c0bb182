import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { ServiceError } from '../query/service-error.ts';
import type { LocalPrices } from './local-prices.ts';

/** Answers one request in JSON, whose body has been read. */
export function servePrices(prices: LocalPrices) {
  return (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    try {
      send(response, 200, prices.answer(operation, JSON.parse(body.toString())));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      send(response, error.status, { __type: error.code, Message: error.message });
    }
  };
}

const set = z.strictObject({ type: z.string(), usd: z.number().positive().nullable() });
const fail = z.strictObject({
  code: z.string().default('ThrottlingException'),
  message: z.string().default('Rate exceeded'),
  times: z.int().min(1).default(1),
});

/**
 * `POST set` (an instance type and its price, null to take it off the list), `POST fail` (the next calls fail) and
 * `POST clear`. Returns null for another path; throws for an invalid body.
 */
export function controlPrices(prices: LocalPrices, path: string, body: unknown): { readonly done: true } | null {
  if (path === 'set') {
    const { type, usd } = set.parse(body);
    prices.set(type, usd);
  } else if (path === 'fail') {
    const { code, message, times } = fail.parse(body);
    prices.fail(code, message, times);
  } else if (path === 'clear') prices.clear();
  else return null;
  return { done: true };
}

function send(response: ServerResponse, status: number, content: unknown): void {
  const text = JSON.stringify(content);
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}
