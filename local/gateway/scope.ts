import type { IncomingMessage } from 'node:http';

/**
 * The service a request is signed for, from the credential scope in its header or, when presigned, in its query; null
 * when it is not signed. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function signedService(request: Pick<IncomingMessage, 'headers' | 'url'>): string | null {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1];
  const query = new URLSearchParams(request.url?.split('?')[1] ?? '').get('X-Amz-Credential');
  // <access key>/<date>/<region>/<service>/aws4_request
  return (header ?? query)?.split('/').at(-2) ?? null;
}
