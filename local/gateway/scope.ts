import type { IncomingMessage } from 'node:http';

/**
 * The service that a request is signed for; null if it is not signed. The credential scope is in a header, or in the
 * query of a presigned request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function signedService(request: Pick<IncomingMessage, 'headers' | 'url'>): string | null {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1];
  const query = new URLSearchParams(request.url?.split('?')[1] ?? '').get('X-Amz-Credential');
  // <access key>/<date>/<region>/<service>/aws4_request
  return (header ?? query)?.split('/').at(-2) ?? null;
}
