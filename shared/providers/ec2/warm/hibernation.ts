const REFUSED = new Set(['UnsupportedHibernationConfiguration', 'UnsupportedOperation']);

/**
 * Whether EC2 refuses to hibernate an instance. Then it can still be stopped.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const isHibernationRefused = (code: string): boolean => REFUSED.has(code);
