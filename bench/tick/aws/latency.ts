/**
 * Assumed latency of calls from a function in the same region, in ms. For DynamoDB, AWS documents "single-digit
 * millisecond" (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html); for the other
 * services it documents nothing, and these are round figures of a typical magnitude. Excludes retries and throttling.
 */
export const LATENCY_MS = {
  dynamodb: 5,
  sqs: 10,
  getMetricData: { call: 100, query: 0.2 },
  describeInstances: { page: 150, instance: 0.5 },
} as const;
