import * as z from 'zod';
import type { Decision } from '../shared/decision/index.ts';
import { faultsOf, issueMessage } from '../shared/policy/faults.ts';
import { invalidDocument } from '../shared/presentation/index.ts';
import { readDocument } from './files/documents.ts';

const workers = z.int().min(0);

/** What of a decision a report needs; the rest may be missing, as it is in decisions of other tools. */
const decision = z.object({
  group: z.string(),
  direction: z.enum(['out', 'in', 'hold']),
  current: workers,
  desired: workers,
  change: z.int(),
  reason: z.string(),
  blockedBy: z.string().nullable().default(null),
  retire: z.array(z.string()).default([]),
  proposal: workers.nullable().default(null),
  fired: z.array(z.string()).default([]),
  blind: z.array(z.string()).default([]),
  trace: z.array(z.object({ stage: z.string(), proposed: z.number().nullable().default(null), because: z.string() })),
});

/** A decision from a file: what `decide --json` prints, or a line of `decide --cases`. */
export async function readDecision(file: string): Promise<Decision> {
  const written = await readDocument(file);
  const { decision: inner = written } = Object(written) as { decision?: unknown };
  const parsed = decision.safeParse(inner, { error: issueMessage });
  if (!parsed.success) throw invalidDocument(`The decision ${file}`, faultsOf(parsed.error));
  return parsed.data as Decision;
}
