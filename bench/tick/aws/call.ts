/** Result of a call: the answer, its latency, and the billed units. */
export interface Answer {
  readonly body: string;
  /** Latency of AWS, in ms. */
  readonly latencyMs: number;
  readonly billed?: Billed;
}

/** Billed units. */
export interface Billed {
  /** DynamoDB request units. */
  readonly reads?: number;
  readonly writes?: number;
  /** Metrics requested with `GetMetricData`. */
  readonly metrics?: number;
  /** SQS requests, each of up to 64 KB. */
  readonly queueRequests?: number;
}

/** The call exceeds a limit of AWS, or the stand-in does not support it. */
export class Refused extends Error {
  override readonly name = 'ValidationException';
}
