import { FUNCTION_TIMEOUT_SECONDS } from '../names/index.ts';

/** How long a request that was carried out is known, so that its repetition changes nothing. */
export const REPEATED_WITHIN_SECONDS = 86_400;
/** A request that has not ended by then has died with its process, so its repetition is carried out. */
export const IN_PROGRESS_SECONDS = FUNCTION_TIMEOUT_SECONDS.api + 31;

/** A request that was made with an idempotency key. */
export interface FirstRequest {
  /** Of all that was asked for. */
  readonly fingerprint: string;
  /** Null until the request has ended. */
  readonly response: string | null;
}

/** Requests with an idempotency key. Times are ms since the epoch. */
export interface RepeatedRequests {
  /** Notes a request, unless one with this key is in progress, or has ended within a day: then it returns that one. */
  begin(key: string, fingerprint: string, now: number): Promise<FirstRequest | null>;
  /** Stores the response of the request that `begin` has noted, for a day. */
  end(key: string, response: string, now: number): Promise<void>;
  /** Forgets a request that changed nothing, so that it can be repeated. */
  forget(key: string): Promise<void>;
}
