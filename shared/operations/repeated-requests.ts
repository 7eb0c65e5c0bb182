/** How long a request is known, so that its repetition changes nothing. */
export const REPEATED_WITHIN_SECONDS = 86_400;

/** A request that was made with an idempotency key. */
export interface FirstRequest {
  /** Of all that was asked for. */
  readonly fingerprint: string;
  /** Null until the request has ended. */
  readonly response: string | null;
}

/** Requests with an idempotency key, for a day. Times are ms since the epoch. */
export interface RepeatedRequests {
  /** Notes a request, unless one with this key was made within a day: then it returns that one. */
  begin(key: string, fingerprint: string, now: number): Promise<FirstRequest | null>;
  /** Stores the response of the request that `begin` has noted. */
  end(key: string, response: string): Promise<void>;
  /** Forgets a request that changed nothing, so that it can be repeated. */
  forget(key: string): Promise<void>;
}
