import { z } from 'zod';
import type { LocalQuotas } from './local-quotas.ts';

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
