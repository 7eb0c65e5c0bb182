import { define, errorsOf } from '../../model/index.ts';

/** Validation errors of Prometheus metrics, and why a query has no value. */
export const reasons = {
  'prometheus-invalid-url': define<Record<never, never>>(
    "The value is not a server's address.",
    () =>
      'must be the address of the server, such as https://prometheus.example.com, without /api/v1/query, user name, password, ? and #. Put credentials into a secret',
  ),
  'prometheus-invalid-workspace': define<{ written: string }>(
    "The value is not a workspace's id: an ARN or an address, for example.",
    () => "must be a workspace's id, such as ws-12345678-90ab-cdef-1234-567890abcdef",
  ),
  'prometheus-invalid-secret': define<{ written: string; prefix: string }>(
    'The functions may not read a secret of this name.',
    ({ prefix }) => `must be a name that begins with ${prefix}: Headcount may not read other secrets`,
  ),
  'prometheus-secret-beside-workspace': define<Record<never, never>>(
    'A workspace needs no secret.',
    () => 'must be left out: requests to a workspace are signed with the role of the function',
  ),
  'prometheus-secret-in-clear': define<Record<never, never>>(
    'A warning: the secret is sent without encryption.',
    () => 'is http, which does not encrypt the secret. Use https',
  ),
};
export const prometheusError = errorsOf(reasons);
