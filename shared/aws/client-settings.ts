/** What a caller may set of a client; credentials and endpoints come from the usual AWS environment. */
export interface ClientSettings {
  readonly region?: string;
}

/**
 * How long one attempt of a call may take, in ms. By default the SDK waits forever, and a function that hangs on one
 * call loses all its groups. The SDK retries a timed-out attempt like any other transient fault.
 */
export const patience = (requestTimeout: number) => ({
  requestHandler: { connectionTimeout: 1000, requestTimeout, throwOnRequestTimeout: true },
  maxAttempts: 4,
  retryMode: 'standard' as const,
});
