import {
  type Bucket,
  type BucketLevels,
  type BudgetKind,
  type CallBudget,
  callBudget,
  type Level,
  type LevelWritten,
} from '../../../shared/providers/call-budget/index.ts';
import { callRates, type Urgency } from '../../../shared/providers/index.ts';
import { Calls } from '../calls.ts';

/**
 * The account's budget in memory, with EC2's real buckets unless a test has others. `calls` counts `take` and `giveBack`,
 * and can be told to fail.
 */
export class MemoryBudget implements CallBudget {
  readonly calls = new Calls();
  readonly #buckets: Record<BudgetKind, Bucket>;
  readonly #levels: MemoryLevels;
  readonly #drawn: CallBudget;

  constructor(buckets: Readonly<Record<BudgetKind, Bucket>> = {}, levels = new MemoryLevels()) {
    this.#buckets = { ...callRates, ...buckets };
    this.#levels = levels;
    this.#drawn = callBudget(levels, this.#buckets);
  }

  /** Another bucket from now on, full. */
  set(kind: BudgetKind, bucket: Bucket): void {
    this.#buckets[kind] = bucket;
    this.#levels.forget(kind);
  }

  /** The same budget, drawn on by another process. */
  elsewhere(): MemoryBudget {
    return new MemoryBudget(this.#buckets, this.#levels);
  }

  async take(kind: BudgetKind, wanted: number, urgency: Urgency, now: number): Promise<number> {
    await this.calls.enter('take');
    return this.#drawn.take(kind, wanted, urgency, now);
  }

  async peek(kind: BudgetKind, wanted: number, urgency: Urgency, now: number): Promise<number> {
    await this.calls.enter('peek');
    return this.#drawn.peek(kind, wanted, urgency, now);
  }

  async giveBack(kind: BudgetKind, count: number): Promise<void> {
    await this.calls.enter('giveBack');
    return this.#drawn.giveBack(kind, count);
  }
}

/** Levels that are changed as DynamoDB changes an item: as a whole, after the call has yielded to others. */
export class MemoryLevels implements BucketLevels {
  readonly #levels = new Map<BudgetKind, Level>();

  forget(kind: BudgetKind): void {
    this.#levels.delete(kind);
  }

  async read(kind: BudgetKind): Promise<Level | null> {
    return this.#levels.get(kind) ?? null;
  }

  setFull(kind: BudgetKind, to: Level): Promise<LevelWritten> {
    return this.#write(kind, (level) => (!level || (level.tat <= to.at && level.at <= to.at) ? to : undefined));
  }

  moveOn(kind: BudgetKind, by: number, at: number, latest: number): Promise<LevelWritten> {
    return this.#write(kind, (level) =>
      level && level.tat > at && level.tat <= latest && level.at <= at ? { tat: level.tat + by, at } : undefined,
    );
  }

  moveOnLater(kind: BudgetKind, by: number, at: number, latest: number): Promise<LevelWritten> {
    return this.#write(kind, (level) =>
      level && level.tat > at && level.tat <= latest ? { ...level, tat: level.tat + by } : undefined,
    );
  }

  setAgain(kind: BudgetKind, to: Level, after: number): Promise<LevelWritten> {
    return this.#write(kind, (level) => (level && level.at > after ? to : undefined));
  }

  async moveBack(kind: BudgetKind, by: number): Promise<void> {
    await this.#write(kind, (level) => level && { ...level, tat: level.tat - by });
  }

  async #write(kind: BudgetKind, change: (level: Level | undefined) => Level | undefined): Promise<LevelWritten> {
    await Promise.resolve();
    const found = this.#levels.get(kind);
    const changed = change(found);
    if (!changed) return { done: false, found: found ?? null };
    this.#levels.set(kind, changed);
    return { done: true };
  }
}
