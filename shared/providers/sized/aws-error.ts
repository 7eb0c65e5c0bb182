/** Code and message of AWS's answer to a call; empty for any other error. */
export function awsCode(error: unknown): { readonly code: string; readonly message: string } {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error) || !('$metadata' in cause)) return { code: '', message: '' };
  return { code: cause.name, message: cause.message };
}

/**
 * Codes of a missing permission.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
 */
export const DENIED: ReadonlySet<string> = new Set([
  ...['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized'],
]);
