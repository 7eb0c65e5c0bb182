import {
  type FirstRequest,
  IN_PROGRESS_SECONDS,
  REPEATED_WITHIN_SECONDS,
  type RepeatedRequests,
} from '../../../shared/operations/index.ts';

/** Requests with an idempotency key, in memory. */
export class MemoryRequests implements RepeatedRequests {
  readonly #first = new Map<string, FirstRequest & { readonly until: number }>();

  async begin(key: string, fingerprint: string, now: number): Promise<FirstRequest | null> {
    const seconds = Math.floor(now / 1000);
    const first = this.#first.get(key);
    if (first !== undefined && first.until > seconds)
      return { fingerprint: first.fingerprint, response: first.response };
    this.#first.set(key, { fingerprint, response: null, until: seconds + IN_PROGRESS_SECONDS });
    return null;
  }

  async end(key: string, response: string, now: number): Promise<void> {
    const first = this.#first.get(key);
    if (first === undefined) throw new Error('this request is not known');
    this.#first.set(key, { ...first, response, until: Math.floor(now / 1000) + REPEATED_WITHIN_SECONDS });
  }

  async forget(key: string): Promise<void> {
    this.#first.delete(key);
  }
}
