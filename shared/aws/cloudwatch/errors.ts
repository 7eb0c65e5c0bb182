/**
 * CloudWatch refuses what the request says, and will again: a name, a period, a statistic. Each protocol of the SDK
 * spells the code its own way.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html
 */
const REFUSED = /^(Validation|InvalidParameter|MissingRequiredParameter|MissingParameter)/;

export const isRefused = (error: unknown): error is Error => error instanceof Error && REFUSED.test(error.name);
