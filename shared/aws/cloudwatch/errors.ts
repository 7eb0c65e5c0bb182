/**
 * CloudWatch rejects the request because of its content (a name, a period, a statistic), so a retry would fail again.
 * Each protocol of the SDK spells the code differently.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html
 */
const REFUSED = /^(Validation|InvalidParameter|MissingRequiredParameter|MissingParameter)/;

export const isRefused = (error: unknown): error is Error => error instanceof Error && REFUSED.test(error.name);
