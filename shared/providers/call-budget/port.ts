import type { Urgency } from '../provider-adapter.ts';

/** The name of a bucket in which a provider counts an account's calls. */
export type BudgetKind = string;

/** The account's share of a provider's calls, drawn on by all groups of the stage. */
export interface CallBudget {
  /** How many of `wanted` are granted now: all, some or 0. The most urgent may draw the bucket empty, others leave a reserve. */
  take(kind: BudgetKind, wanted: number, urgency: Urgency, now: number): Promise<number>;
  /** How many would be granted; draws nothing. */
  peek(kind: BudgetKind, wanted: number, urgency: Urgency, now: number): Promise<number>;
  /** What was granted and not used. */
  giveBack(kind: BudgetKind, count: number): Promise<void>;
}
