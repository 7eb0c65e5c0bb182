/** What one call comes to: its answer, and what AWS bills and waits for. */
export interface Answer {
  readonly body: string;
  /** Ms that AWS would take. */
  readonly latencyMs: number;
  readonly billed?: Billed;
}

/** Units that AWS bills. */
export interface Billed {
  /** DynamoDB request units. */
  readonly reads?: number;
  readonly writes?: number;
  /** Metrics that `GetMetricData` was asked for. */
  readonly metrics?: number;
  /** SQS requests, each of up to 64 KB. */
  readonly queueRequests?: number;
}

/** AWS refuses the call: a limit was passed, or the stand-in does not know it. */
export class Refused extends Error {
  override readonly name = 'ValidationException';
}
