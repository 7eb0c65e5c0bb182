import { define, makers } from '../../model/index.ts';

/** Why the reader has no value, and what to do. Only commands show the texts. */
export const failures = {
  'prometheus-timeout': define<{ seconds: number }>(
    'The server did not answer in time.',
    ({ seconds }) =>
      `The server did not answer within ${seconds} s. Check the server, or make the query cheaper with a recording rule`,
  ),
  'prometheus-unreachable': define<{ error: string }>(
    'There is no connection to the server.',
    ({ error }) =>
      `The server cannot be reached (${error}). Check the address. The functions run outside your VPC, so they reach public addresses only`,
  ),
  'prometheus-untrusted': define<{ error: string }>(
    "The server's certificate is not accepted: it has expired, is self-signed, or is for another name.",
    ({ error }) =>
      `The server's certificate is not accepted: ${error.replace(/\.$/, '')}. Give the server a valid certificate for the name in the address, from a public certificate authority`,
  ),
  'prometheus-redirect': define<{ status: number; to: string }>(
    'The server redirects the request. Redirects are not followed, so that no other server gets the secret.',
    ({ status, to }) =>
      `The server redirects (${status}) to ${to}, and Headcount does not follow redirects. Write the address that answers without one`,
  ),
  'prometheus-denied': define<{ status: number }>(
    'The server or the workspace rejects the credentials.',
    ({ status }) =>
      `The credentials are rejected (${status}). Check the secret, or the access of the function's role to the workspace`,
  ),
  'prometheus-unavailable': define<{ status: number }>(
    'The server answers with an error.',
    ({ status }) =>
      `The server answers with status ${status}. ${status === 429 || status >= 500 ? 'Check the server' : 'Check that the address is that of a Prometheus'}`,
  ),
  'prometheus-query-failed': define<{ error: string }>(
    'The server rejects the query or cannot compute it.',
    ({ error }) => `The query fails: ${error}. Try it in the expression browser of the server`,
  ),
  'prometheus-partial': define<Record<never, never>>(
    'The result lacks the series of servers that do not answer, so a sum would be too small.',
    () => 'The result is partial: some servers of the cluster do not answer. Check the servers behind the address',
  ),
  'prometheus-warning': define<{ warning: string }>(
    'The server answers with a warning, so the result may lack data. `warning`: its own words.',
    ({ warning }) =>
      `The server warns that the result may be incomplete or wrong: ${warning.replace(/\.$/, '')}. Correct the query, or check the servers behind the address`,
  ),
  'prometheus-no-json': define<{ type: string }>(
    'The answer is not the JSON of a Prometheus: a page to log in, for example.',
    ({ type }) =>
      `The answer (${type}) is not the JSON of a Prometheus. Check the address: a proxy may ask for a login`,
  ),
  'prometheus-too-large': define<{ bytes: number }>(
    'The answer is larger than a query with one result can be.',
    ({ bytes }) => `The answer has more than ${bytes} bytes. Aggregate the query to one result, as sum(…) does`,
  ),
  'prometheus-no-series': define<Record<never, never>>(
    'The query has no result.',
    () => 'The query has no result. Check its names and labels. If no result means zero, append: or vector(0)',
  ),
  'prometheus-several-series': define<{ count: number; series: readonly string[] }>(
    'The query has several results, of which `series` names some, and the metric needs one.',
    ({ count, series }) =>
      `The query has ${count} results (${series.join(', ')}), and the metric needs one. Aggregate them, as sum(…) or max(…) does`,
  ),
  'prometheus-not-a-number': define<{ value: string }>(
    'The value is NaN or infinite: a division by zero, for example.',
    ({ value }) => `The value is ${value}. If it divides by zero, append > 0 to the divisor`,
  ),
  'prometheus-range': define<{ type: string }>(
    'The query returns neither an instant vector nor a scalar.',
    ({ type }) =>
      `The query returns a ${type}. Write a query whose result is one value, such as rate(…[5m]) or histogram_quantile(…)`,
  ),
  'prometheus-secret-unread': define<{ name: string; error: string }>(
    'The secret could not be read.',
    ({ name, error }) => `The secret ${name} cannot be read: ${error}. Check its name, its region and its key`,
  ),
};
export const because = makers(failures);
