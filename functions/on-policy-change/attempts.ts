import type { GroupChange } from './changes.ts';

/** Where attempts are noted as text; null: nowhere yet. */
export interface AttemptsStore {
  read(): string | null;
  write(text: string): void;
}

interface Attempt {
  readonly begunAt: number;
  /** When the change failed first; ms since the epoch. */
  readonly failedAt?: number | undefined;
  /** The attempt has not returned. */
  readonly isOpen: boolean;
  /** The number of attempts in a row that ended the process. */
  readonly ends: number;
}

/** The stream keeps a record for a day. */
const FORGOTTEN_MS = 24 * 3600 * 1000;

/**
 * Remembers since when each change fails. Lambda does not say how often it has delivered a record, and a change may have
 * waited for hours before its first attempt. The store outlives a process that ends during an attempt, but not the function's environment:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke-with-errors
 */
export class Attempts {
  readonly #store: AttemptsStore;
  readonly #attempts: Map<string, Attempt>;

  constructor(store: AttemptsStore) {
    this.#store = store;
    this.#attempts = readFrom(store);
  }

  /** Returns since when the change fails, if its last two attempts ended the process; null otherwise. */
  begin(change: GroupChange, now: number): number | null {
    const before = this.#attempts.get(keyOf(change));
    const hasEnded = before?.isOpen === true;
    const failedAt = before?.failedAt ?? (hasEnded ? before.begunAt : undefined);
    const ends = hasEnded ? before.ends + 1 : 0;
    this.#note(change, { begunAt: now, failedAt, isOpen: true, ends });
    return ends > 1 ? (failedAt ?? null) : null;
  }

  /** Returns since when the change fails. */
  failed(change: GroupChange, now: number): number {
    const { begunAt = now, failedAt = now } = this.#attempts.get(keyOf(change)) ?? {};
    this.#note(change, { begunAt, failedAt, isOpen: false, ends: 0 });
    return failedAt;
  }

  /** The change was accepted or set aside, or the attempt failed for a reason that has nothing to do with it. */
  done(change: GroupChange): void {
    this.#note(change, null);
  }

  #note(change: GroupChange, attempt: Attempt | null): void {
    this.#attempts.delete(keyOf(change));
    if (attempt) this.#attempts.set(keyOf(change), attempt);
    for (const [key, { begunAt }] of this.#attempts)
      if (attempt && attempt.begunAt - begunAt > FORGOTTEN_MS) this.#attempts.delete(key);
    try {
      this.#store.write(JSON.stringify([...this.#attempts]));
    } catch {
      // The notes only help against policies that end the process.
    }
  }
}

const keyOf = ({ group, sequenceNumber }: GroupChange): string => `${group}/${sequenceNumber}`;

function readFrom(store: AttemptsStore): Map<string, Attempt> {
  try {
    return new Map(JSON.parse(store.read() ?? '[]'));
  } catch {
    return new Map();
  }
}
