import type { BoundedAnswer } from '../../aws/bounded-fetch.ts';
import { failedBecause, isForNow, type ReadFailure, unansweredBecause } from '../reading/read-failure.ts';
import { because } from './failures.ts';

/** A query with one result takes some hundred bytes. */
export const MOST_BYTES = 65_536;
const MOST_NAMED = 3;
/** As much of a server's own words as a reason carries. */
const MOST_TEXT = 300;

/**
 * The value in the answer to an instant query. `isSigned`: the request was signed with AWS credentials.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
 */
export function valueIn({ status, headers, body }: BoundedAnswer, isSigned = false): number | ReadFailure {
  if (status >= 300 && status < 400) {
    return failedBecause(because['prometheus-redirect']({ status, to: targetOf(headers) }));
  }
  if (status === 401 || status === 403) {
    // The functions may have permissions that the caller of a command lacks.
    const denied = isSigned ? unansweredBecause : failedBecause;
    return denied(because['prometheus-denied']({ status }));
  }
  if (body === null) return failedBecause(because['prometheus-too-large']({ bytes: MOST_BYTES }));
  const answer = documentIn(body);
  const failed = isForNow(status) ? unansweredBecause : failedBecause;
  // A rejected query has a status of its own, and says why in JSON.
  if (answer['status'] === 'error') {
    return failed(because['prometheus-query-failed']({ error: shortened(answer['error']) }));
  }
  if (status !== 200) return failed(because['prometheus-unavailable']({ status }));
  if (answer['status'] !== 'success') {
    const type = headers.get('content-type') ?? 'without a content type';
    return failedBecause(because['prometheus-no-json']({ type: shortened(type) }));
  }
  if (answer['isPartial'] === true) return unansweredBecause(because['prometheus-partial']({}));
  const warnings = warningsIn(answer['warnings']);
  if (warnings.length > 0) {
    const warned = warnings.every((warning) => warning.startsWith(OF_QUERY)) ? failedBecause : unansweredBecause;
    return warned(because['prometheus-warning']({ warning: shortened(warnings.slice(0, MOST_NAMED).join('; ')) }));
  }
  return resultIn(Object(answer['data']) as { resultType?: unknown; result?: unknown });
}

/** How warnings about the query itself begin. They persist until the query is corrected. */
const OF_QUERY = 'PromQL ';
/** How infos begin. They are only hints about the query. */
const INFO = 'PromQL info';

/**
 * "There may be an array of warnings if there were errors that do not inhibit the request execution": the result has only
 * the collected data, for example without that of a remote-read server.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
 * Up to version 2.53, the warnings include the infos: https://github.com/prometheus/prometheus/pull/14327
 */
function warningsIn(written: unknown): string[] {
  return Array.isArray(written) ? written.map(String).filter((warning) => !warning.startsWith(INFO)) : [];
}

function resultIn({ resultType, result }: { resultType?: unknown; result?: unknown }): number | ReadFailure {
  if (resultType === 'scalar') return numberIn(result);
  // Some servers write an empty list as null.
  const results = resultType === 'vector' ? (result ?? []) : undefined;
  if (!Array.isArray(results)) return failedBecause(because['prometheus-range']({ type: shortened(resultType) }));
  const [first, second] = results as readonly { readonly metric?: unknown }[];
  if (first === undefined) return failedBecause(because['prometheus-no-series']({}));
  if (second === undefined) {
    const { value, histogram } = Object(first) as { value?: unknown; histogram?: unknown };
    if (value === undefined && histogram !== undefined) {
      return failedBecause(because['prometheus-range']({ type: 'histogram' }));
    }
    return numberIn(value);
  }
  const series = results.slice(0, MOST_NAMED).map((each) => shortened(JSON.stringify(Object(each).metric ?? {})));
  return failedBecause(because['prometheus-several-series']({ count: results.length, series }));
}

/** `[time, "value"]`; values that JSON cannot write are `NaN`, `+Inf` and `-Inf`. */
function numberIn(sample: unknown): number | ReadFailure {
  const written = Array.isArray(sample) ? (sample[1] as unknown) : undefined;
  const value = typeof written === 'string' && written.trim() !== '' ? Number(written) : Number.NaN;
  if (Number.isFinite(value)) return value;
  return failedBecause(because['prometheus-not-a-number']({ value: shortened(written) }));
}

/** Where to, without what may be secret in it. */
function targetOf(headers: Headers): string {
  const to = headers.get('location') ?? '';
  return shortened(URL.canParse(to) ? `${new URL(to).origin}${new URL(to).pathname}` : (to.split('?')[0] ?? ''));
}

const shortened = (text: unknown): string => String(text).slice(0, MOST_TEXT);

function documentIn(body: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
