/** `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef` is named `web`. */
export const targetGroupName = (arn: string): string => arn.split('/').at(-2) ?? arn;
