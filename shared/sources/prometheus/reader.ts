import { boundedFetch, certificateError, connectionError, isTimeout } from '../../aws/bounded-fetch.ts';
import type { Borrowed } from '../../aws/query/call.ts';
import { secretTexts } from '../../aws/secret-texts.ts';
import { addressOf, signedFor } from '../../aws/signed.ts';
import type { Datapoint } from '../../model/index.ts';
import { inTime } from '../reading/in-time.ts';
import { failedBecause, ReadFailure, unansweredBecause } from '../reading/read-failure.ts';
import type { SourceReader } from '../source-reader.ts';
import { MOST_BYTES, valueIn } from './answer.ts';
import { because } from './failures.ts';
import type { PrometheusSource } from './schema.ts';
import { Secrets, withoutCredentials } from './secrets.ts';

const AT_ONCE = 20;
/** For one query, with its connection and its whole answer. */
const QUERY_SECONDS = 5;
/** https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-APIReference-Prometheus-Compatible-Apis.html */
const WORKSPACES = { name: 'aps-workspaces', variable: 'APS_WORKSPACES' };
const HEADERS = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
/**
 * A result without the series of servers that don't answer is no result: a sum would be too small. Prometheus itself ignores
 * these. https://thanos.io/tip/components/query.md/#partial-response, https://docs.victoriametrics.com/cluster-victoriametrics/#cluster-availability
 */
const WHOLE = { partial_response: 'false', deny_partial_response: '1' };

export interface PrometheusContext {
  readonly borrowed: Borrowed;
  /** Of the process, unless given. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly seconds?: number;
  readonly onUnanswered?: (message: string) => void;
}

/** Computes each query once, however many metrics ask for it. A query that fails does not affect the others. */
export function prometheusReader({
  borrowed,
  environment,
  seconds = QUERY_SECONDS,
  onUnanswered = () => {},
}: PrometheusContext): SourceReader<PrometheusSource> {
  const secrets = new Secrets(secretTexts(borrowed, environment));

  async function requestFor({ url, workspace = '', query, secret }: PrometheusSource, now: number) {
    const authorization = secret ? await secrets.authorization(secret, now) : null;
    if (authorization instanceof ReadFailure) return authorization;
    const server = url ?? `${await addressOf(WORKSPACES, borrowed, environment)}/workspaces/${workspace}`;
    const request = {
      url: `${server.replace(/\/+$/, '')}/api/v1/query`,
      headers: authorization === null ? HEADERS : { ...HEADERS, authorization },
      credentials: authorization,
      body: new URLSearchParams({ query, timeout: `${seconds}s`, ...(url !== undefined && WHOLE) }).toString(),
    };
    return url === undefined ? { ...request, headers: await signedFor('aps', request, borrowed) } : request;
  }

  async function resultOf(config: PrometheusSource, now: number): Promise<number | ReadFailure> {
    const request = await requestFor(config, now);
    if (request instanceof ReadFailure) return request;
    const { url, headers, body } = request;
    const bounds = { milliseconds: seconds * 1000, mostBytes: MOST_BYTES };
    try {
      const answer = await boundedFetch(url, { method: 'POST', headers, body, ...bounds });
      // It may have been rotated.
      if (config.secret && (answer.status === 401 || answer.status === 403)) secrets.forget(config.secret);
      const isSigned = config.url === undefined;
      const value = valueIn(answer, isSigned);
      // What a failure says is stored, published, and shown to people who may not know the secret.
      return value instanceof ReadFailure ? valueIn(withoutCredentials(answer, request.credentials), isSigned) : value;
    } catch (error) {
      if (isTimeout(error)) return unansweredBecause(because['prometheus-timeout']({ seconds }));
      const untrusted = certificateError(error);
      if (untrusted !== null) return unansweredBecause(because['prometheus-untrusted']({ error: untrusted }));
      const why = connectionError(error);
      // There is no server of this name.
      const failed = why === 'ENOTFOUND' ? failedBecause : unansweredBecause;
      return failed(because['prometheus-unreachable']({ error: why }));
    }
  }

  return {
    async read(requests, now) {
      const distinct = new Map(requests.map(({ config }) => [JSON.stringify(config), config]));
      const answers = await inTime([...distinct], AT_ONCE, ([, config]) => resultOf(config, now));
      const results = new Map([...answers].map(([[text], result]) => [text, result]));
      return new Map(
        requests.map(({ key, config }): [string, readonly Datapoint[] | ReadFailure] => {
          const result = results.get(JSON.stringify(config)) as number | ReadFailure;
          if (!(result instanceof ReadFailure)) return [key, [{ at: now, value: result }]];
          onUnanswered(`Prometheus answered ${key} with ${result.message}`);
          return [key, result];
        }),
      );
    },
  };
}
