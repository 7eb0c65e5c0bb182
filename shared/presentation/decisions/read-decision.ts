import * as z from 'zod';
import type { Decision } from '../../decision/index.ts';
import { becauseWritten as because, type Reason, type ReasonParams } from '../../model/index.ts';
import { faultsOf, PARSING, type ValidationError } from '../../policy/index.ts';

const workers = z.int().min(0);
/** A reason recorded by an earlier version has only a text. */
const coded = {
  code: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
};

/**
 * A decision as JSON for people and programs: section 3 of the contract, every reason as text, code and parameters.
 * Fields that other tools and earlier versions omit may be missing. Created when the first one is read.
 */
const document = z.lazy(() =>
  z.object({
    group: z.string(),
    direction: z.enum(['out', 'in', 'hold']),
    current: workers,
    desired: workers,
    change: z.int(),
    reason: z.string(),
    ...coded,
    blockedBy: z.string().nullable().default(null),
    retire: z.array(z.string()).default([]),
    proposal: workers.nullable().default(null),
    fired: z.array(z.string()).default([]),
    blind: z.array(z.string()).default([]),
    trace: z.array(
      z.object({ stage: z.string(), proposed: z.number().nullable().default(null), because: z.string(), ...coded }),
    ),
  }),
);

export type DecisionDocument = z.output<typeof document>;

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly ValidationError[] };

/** Parses a decision that this version wrote, or an earlier version without codes. Never throws. */
export function readDecision(written: unknown): Read<Decision> {
  const parsed = document.safeParse(written, PARSING);
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error) };
  const { reason, code, params, trace, blockedBy, ...rest } = parsed.data;
  return {
    ok: true,
    value: {
      ...rest,
      // Another version may use other names, so they are shown unchanged.
      blockedBy: blockedBy as Decision['blockedBy'],
      reason: reasonOf(reason, code, params),
      trace: trace.map((entry) => ({
        stage: entry.stage,
        proposed: entry.proposed,
        reason: reasonOf(entry.because, entry.code, entry.params),
      })),
    },
  };
}

const reasonOf = (text: string, code: string | undefined, params: object | undefined): Reason =>
  code === undefined ? because.text({ text }) : { code, params: (params ?? {}) as ReasonParams };
