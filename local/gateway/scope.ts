import type { IncomingMessage } from 'node:http';
import type { Signer } from '../requests/index.ts';

/**
 * Who signed a request, for which service: from the credential scope in its header or, when presigned, in its query; null
 * when it is not signed. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function signerOf(request: Pick<IncomingMessage, 'headers' | 'url'>): Signer | null {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1];
  const query = new URLSearchParams(request.url?.split('?')[1] ?? '').get('X-Amz-Credential');
  // <access key>/<date>/<region>/<service>/aws4_request; a key may have slashes too.
  const parts = (header ?? query)?.split('/') ?? [];
  const [region, service] = parts.slice(-3, -1);
  if (region === undefined || service === undefined) return null;
  return { key: parts.slice(0, -4).join('/'), region, service };
}

/** The service that a request is signed for; null when it is not signed. */
export const signedService = (request: Pick<IncomingMessage, 'headers' | 'url'>): string | null =>
  signerOf(request)?.service ?? null;
