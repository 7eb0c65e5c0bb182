import { type Actor, cutTo, type Reason, type ReasonParam, type ReasonParams } from '../../model/index.ts';

/** What people and programs can do. Public: `headcount audit` prints these names. */
export const AUDIT_ACTIONS = [
  'policy-apply',
  'policy-rollback',
  'policy-delete',
  'evaluate',
  'pause',
  'resume',
  'scale',
  'replace',
  'push',
  'redrive',
  'repair',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Entries expire after this time. */
export const AUDIT_KEPT_DAYS = 400;

/** Who did what, and what came of it. */
export interface AuditEntry {
  /** Sorts by time. */
  readonly id: string;
  /** When it began; ms since the epoch. */
  readonly at: number;
  readonly by: string;
  readonly through: Actor['through'];
  /** The computer or the address of the caller. */
  readonly from: string | null;
  /** An entry that a newer version wrote may name another action. */
  readonly action: string;
  /** Null for what concerns the stage. */
  readonly group: string | null;
  readonly because: string | null;
  readonly params: ReasonParams;
  readonly outcome: AuditOutcome;
}

/** `begun`: it has not ended yet, or its end could not be recorded. */
export interface AuditOutcome {
  readonly result: 'begun' | 'done' | 'failed';
  readonly reason: Reason;
}

const MOST_ENTRIES = 20;
const MOST_CHARACTERS = 500;
/** Reasons contain reasons: of a resize, of its decision, of the rule that decided. */
const MOST_LEVELS = 8;
const MOST_JSON = 8000;

/** Parameters of a limited size: long texts and lists are cut, and what is still too large is left out. */
export function bounded(params: ReasonParams): ReasonParams {
  const cut = cutOf(params, 0) as unknown as ReasonParams;
  return JSON.stringify(cut).length <= MOST_JSON ? cut : {};
}

function cutOf(value: unknown, level: number): ReasonParam {
  if (typeof value === 'string') return cutTo(value, MOST_CHARACTERS);
  if (typeof value !== 'object' || value === null) return (value ?? null) as ReasonParam;
  if (level >= MOST_LEVELS) return '…';
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((each) => cutOf(each, level + 1));
  const fields = Object.entries(value).slice(0, MOST_ENTRIES);
  return Object.fromEntries(fields.map(([name, each]) => [name, cutOf(each, level + 1)])) as never;
}
