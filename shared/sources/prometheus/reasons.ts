import { define, errorsOf } from '../../model/index.ts';

/** Validation errors of Prometheus metrics, and why a query has no value. */
export const reasons = {
  'prometheus-invalid-url': define<Record<never, never>>(
    "The value is not a server's address.",
    () =>
      'must be the address of the server, http:// or https://, without /api/v1/query, user name, password, ? and #. Put credentials into a secret',
  ),
  'prometheus-invalid-workspace': define<{ written: string }>(
    "The value is not a workspace's id: an ARN or an address, for example.",
    () => "must be a workspace's id, such as ws-12345678-90ab-cdef-1234-567890abcdef",
  ),
  'prometheus-invalid-secret': define<{ written: string; prefix: string }>(
    'The functions may not read a secret of this name.',
    ({ prefix }) => `must be a name that begins with ${prefix}: the functions may read no other secrets`,
  ),
  'prometheus-secret-beside-workspace': define<Record<never, never>>(
    'A workspace needs no secret.',
    () => 'is not used with a workspace: its requests are signed with the role of the function',
  ),
  'prometheus-secret-in-clear': define<Record<never, never>>(
    'A warning: the secret travels without encryption.',
    () => 'is http, so the secret can be read on the way. Use https',
  ),
};
export const prometheusError = errorsOf(reasons);
