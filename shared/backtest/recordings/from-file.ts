import { type MetricDataSeries, readMetricData } from '../../aws/cloudwatch/metric-data.ts';
import { invalidDocument, wrongDocument } from '../../presentation/index.ts';
import type { Wanted } from '../../simulation/index.ts';
import { jsonValues } from './json-values.ts';
import { type Recorded, workersApart } from './recorded.ts';
import { DAY_MS } from './span.ts';

/** A file has thousands of datapoints, and an error in one of them usually is in all. */
const MAX_ERRORS = 5;
const WORKERS: Wanted = { name: 'workers', signal: 'workers', statistic: 'Average', source: null };

/**
 * Finds the wanted series in the output of `aws cloudwatch get-metric-data`. The Id or the Label of a series must be the
 * metric's name in the policy or in CloudWatch. With `lastDays`, older datapoints are left out.
 */
export function recordedInFile(
  { name, text }: { readonly name: string; readonly text: string },
  wanted: readonly Wanted[],
  lastDays: number | undefined,
): Recorded {
  const data = readMetricData(pagesOf(text, name));
  if (!data.ok) {
    const what = `${name}, read as the output of "aws cloudwatch get-metric-data",`;
    throw invalidDocument(what, data.faults, { most: MAX_ERRORS });
  }
  if (data.series.length === 0)
    throw wrongDocument(name, `${name} contains no MetricDataResults: nothing was recorded.`);
  const inTime = lastDays === undefined ? data.series : lately(data.series, lastDays);
  const matches = [...wanted, WORKERS].flatMap((each) => {
    const match = matchOf(each, inTime);
    return match ? [{ wanted: each, match }] : [];
  });
  return {
    ...workersApart(matches.map(({ wanted: each, match }) => ({ ...each, points: match.points }))),
    notes: [...data.messages, ...new Set(matches.flatMap(({ match }) => notesOf(match, name)))],
    found: `${name} contains ${data.series.map(({ id, label }) => (label && label !== id ? `${id} (${label})` : id)).join(', ')}; the backtest looked for ${wantedText(wanted)}`,
  };
}

function pagesOf(text: string, name: string): unknown[] {
  if (text.trim() === '') throw wrongDocument(name, `${name} is empty.`);
  try {
    return jsonValues(text).flat();
  } catch (cause) {
    const expected = 'It must be the output of "aws cloudwatch get-metric-data"';
    const other = 'to replay a policy on demand in a CSV file, use "npx headcount simulate"';
    const why = `${name} is not JSON: ${(cause as Error).message}. ${expected}; ${other}.`;
    throw wrongDocument(name, why, '', cause);
  }
}

function lately(series: readonly MetricDataSeries[], days: number): MetricDataSeries[] {
  const end = Math.max(...series.map(({ points }) => points.at(-1)?.at ?? -Infinity));
  const from = end - days * DAY_MS;
  return series.map((each) => ({ ...each, points: each.points.filter(({ at }) => at > from) }));
}

/** Ids of GetMetricData cannot start with a capital or contain hyphens and dots, so names are compared by letters and digits alone. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * The policy's name for a metric goes before CloudWatch's, an exact match before an approximate one, and an Id before a
 * Label, because CloudWatch makes up Labels.
 */
function matchOf({ name, source }: Wanted, series: readonly MetricDataSeries[]): MetricDataSeries | undefined {
  const exact = series.find(({ id }) => id === name) ?? series.find(({ label }) => label === name);
  if (exact) return exact;
  for (const wanted of [name, source?.name ?? name].map(plain)) {
    const match = series.find(({ id }) => plain(id) === wanted) ?? series.find(({ label }) => plain(label) === wanted);
    if (match) return match;
  }
  return undefined;
}

function wantedText(wanted: readonly Wanted[]): string {
  const names = wanted.map(({ name, source }) => (source && source.name !== name ? `${name} (${source.name})` : name));
  return [...new Set([...names, 'workers'])].join(', ');
}

function notesOf({ id, status, messages }: MetricDataSeries, name: string): string[] {
  const notes = messages.map((message) => `${id}: ${message}`);
  if (status === 'Complete') return notes;
  return [...notes, `${name} does not contain all of ${id}: its last part is ${status}. Fetch every page.`];
}
