import { z } from 'zod';
import type { LocalPrices } from './local-prices.ts';

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
