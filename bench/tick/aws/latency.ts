/**
 * How long calls take, in ms, seen from a function in the same region. Assumptions, not promises of AWS: of DynamoDB
 * AWS says "single-digit millisecond" (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html),
 * of the others nothing; these are round figures of the size that people see. Retries and throttling are left out.
 */
export const LATENCY_MS = {
  dynamodb: 5,
  sqs: 10,
  getMetricData: { call: 100, query: 0.2 },
  describeInstances: { page: 150, instance: 0.5 },
} as const;
