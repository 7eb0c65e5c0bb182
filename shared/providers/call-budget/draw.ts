import { type Bucket, grantOf, type Level, latestFor, leftIn, timeFor } from './bucket.ts';
import type { BudgetKind, CallBudget } from './port.ts';

/**
 * Where a bucket's level is kept. Each write is done as a whole under its condition, or not at all: then it answers with
 * the level that stood in its way, `null` when there is none.
 */
export interface BucketLevels {
  /** Sets the level when the bucket is full at `to.at`, and nobody has drawn later than that. */
  setFull(kind: BudgetKind, to: Level): Promise<LevelWritten>;
  /** Moves `tat` on when the bucket is not full at `at` and `tat` no later than `latest`, and nobody has drawn later than `at`. */
  moveOn(kind: BudgetKind, by: number, at: number, latest: number): Promise<LevelWritten>;
  /** The same by the time of somebody who has drawn later, which stays: so that a hundred at once need not wait for each other. */
  moveOnLater(kind: BudgetKind, by: number, at: number, latest: number): Promise<LevelWritten>;
  /** Sets the level when somebody has drawn later than `after`. */
  setAgain(kind: BudgetKind, to: Level, after: number): Promise<LevelWritten>;
  /** The level as it is; null when there is none. */
  read(kind: BudgetKind): Promise<Level | null>;
  /** Moves `tat` back, when there is a level. */
  moveBack(kind: BudgetKind, by: number): Promise<void>;
}
export type LevelWritten = { readonly done: true } | { readonly done: false; readonly found: Level | null };

/** Each lost race means that somebody else has drawn, so that less is left to race for. */
const TRIES = 10;
/** A clock further ahead than AWS lets a signature be is wrong, and what was written by it is not believed. */
const MOST_AHEAD_MS = 5 * 60_000;

/**
 * The account's budget over levels that many processes share. A bucket runs on the fastest of their clocks: a process
 * that finds a level later than its own now is behind, and counts on from there. So a clock that is ahead gives the
 * bucket the tokens of that time once, and does not make it look empty to all others until they have caught up.
 */
export function callBudget(levels: BucketLevels, buckets: Readonly<Record<BudgetKind, Bucket>>): CallBudget {
  const bucketOf = (kind: BudgetKind): Bucket => {
    const bucket = buckets[kind];
    if (bucket) return bucket;
    throw new Error(`there is no bucket ${kind}`);
  };
  /** How far this process's clock is behind, as far as it has seen. */
  let behind = 0;
  return {
    async take(kind, wanted, urgency, now) {
      const bucket = bucketOf(kind);
      let level: Level | null = null;
      for (let tries = 1; tries <= TRIES; tries++) {
        const at = now + behind;
        const count = grantOf(bucket, leftIn(bucket, level, at), wanted, urgency);
        if (count === 0) return 0;
        const cost = timeFor(count, bucket);
        const written = await draw(levels, kind, cost, at, level, latestFor(bucket, count, urgency, at));
        if (written.done) return count;
        level = await believed(levels, kind, bucket, written.found, now);
        if (level && isBelievable(level, now)) behind = Math.max(behind, level.at - now);
      }
      return 0;
    },

    async peek(kind, wanted, urgency, now) {
      const bucket = bucketOf(kind);
      const level = await levels.read(kind);
      const at = now + behind;
      const known = level && isBelievable(level, now) ? level : null;
      return grantOf(bucket, leftIn(bucket, known, at), wanted, urgency);
    },

    async giveBack(kind, count) {
      // A `tat` in the past is a full bucket, however far: nothing is gained by giving back what has come back by itself.
      if (count > 0) await levels.moveBack(kind, timeFor(count, bucketOf(kind)));
    },
  };
}

function draw(
  levels: BucketLevels,
  kind: BudgetKind,
  cost: number,
  at: number,
  level: Level | null,
  latest: number,
): Promise<LevelWritten> {
  if (level === null || level.tat <= at) return levels.setFull(kind, { tat: at + cost, at });
  return level.at < at ? levels.moveOn(kind, cost, at, latest) : levels.moveOnLater(kind, cost, level.at, latest);
}

/** The level found; one of a clock that cannot be right is replaced: half full, so that it neither starves nor floods anybody. */
async function believed(
  levels: BucketLevels,
  kind: BudgetKind,
  bucket: Bucket,
  found: Level | null,
  now: number,
): Promise<Level | null> {
  if (!found || isBelievable(found, now)) return found;
  const half = { tat: now + timeFor(bucket.burst / 2, bucket), at: now };
  const written = await levels.setAgain(kind, half, now + MOST_AHEAD_MS);
  return written.done ? half : written.found;
}

const isBelievable = ({ at }: Level, now: number): boolean => at <= now + MOST_AHEAD_MS;
