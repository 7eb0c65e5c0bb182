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
  /** During how many attempts in a row the process ended. */
  readonly ends: number;
}

/** The stream keeps a record for a day. */
const FORGOTTEN_MS = 24 * 3600 * 1000;

/**
 * Since when changes fail. Lambda does not say how often it has delivered a record, and a change may have waited for hours
 * before its first attempt. The store outlives a process that ends during an attempt, but not the function's environment:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke-with-errors
 */
export class Attempts {
  readonly #store: AttemptsStore;
  readonly #attempts: Map<string, Attempt>;

  constructor(store: AttemptsStore) {
    this.#store = store;
    this.#attempts = readFrom(store);
  }

  /** Returns since when the change fails if the process ended during its last attempts; null: it did not, or only once. */
  begin(change: GroupChange, now: number): number | null {
    const before = this.#attempts.get(keyOf(change));
    const hasEnded = before?.isOpen === true;
    const failedAt = before?.failedAt ?? (hasEnded ? before.begunAt : undefined);
    const ends = hasEnded ? before.ends + 1 : 0;
    this.#note(change, { begunAt: now, failedAt, isOpen: true, ends });
    return ends > 1 ? (failedAt ?? null) : null;
  }

  /** Returns since when it fails. */
  failed(change: GroupChange, now: number): number {
    const { begunAt = now, failedAt = now } = this.#attempts.get(keyOf(change)) ?? {};
    this.#note(change, { begunAt, failedAt, isOpen: false, ends: 0 });
    return failedAt;
  }

  /** It was accepted or set aside, or it says nothing of the change that this attempt failed. */
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
      // What is noted only helps against policies at which the process ends.
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
