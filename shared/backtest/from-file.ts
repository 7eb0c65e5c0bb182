import { nameOf, readText } from '../../cli/documents.ts';
import { invalid, invalidDocument } from '../../cli/failure.ts';
import { type MetricDataSeries, readMetricData } from '../aws/cloudwatch/metric-data.ts';
import type { Wanted } from '../simulation/index.ts';
import { jsonValues } from './json-values.ts';
import { type Recorded, workersApart } from './recorded.ts';
import { DAY_MS } from './span.ts';

/** A file has thousands of datapoints, and what is wrong with one is mostly wrong with all. */
const MOST_FAULTS = 5;
const WORKERS: Wanted = { name: 'workers', signal: 'workers', statistic: 'Average', source: null };

/**
 * What a file of `aws cloudwatch get-metric-data` holds of what is wanted: by its Id or Label, which is the metric's name
 * in the policy or in CloudWatch. `lastDays`: no more than these.
 */
export async function recordedInFile(
  path: string,
  wanted: readonly Wanted[],
  lastDays: number | undefined,
): Promise<Recorded> {
  const name = nameOf(path);
  const data = readMetricData(pagesOf(await readText(path), name));
  if (!data.ok) {
    const what = `${name}, read as the output of "aws cloudwatch get-metric-data",`;
    throw invalidDocument(what, data.faults, MOST_FAULTS);
  }
  if (data.series.length === 0) throw invalid(`${name} holds no MetricDataResults: nothing was recorded.`);
  const inTime = lastDays === undefined ? data.series : lately(data.series, lastDays);
  const matches = [...wanted, WORKERS].flatMap((each) => {
    const match = matchOf(each, inTime);
    return match ? [{ wanted: each, match }] : [];
  });
  return {
    ...workersApart(matches.map(({ wanted: each, match }) => ({ ...each, points: match.points }))),
    notes: [...data.messages, ...new Set(matches.flatMap(({ match }) => notesOf(match, name)))],
    found: `${name} holds ${data.series.map(({ id, label }) => (label && label !== id ? `${id} (${label})` : id)).join(', ')}; looked for were ${wantedText(wanted)}`,
  };
}

function pagesOf(text: string, name: string): unknown[] {
  if (text.trim() === '') throw invalid(`${name} is empty.`);
  try {
    return jsonValues(text).flat();
  } catch (cause) {
    throw invalid(`${name} is not JSON: ${(cause as Error).message}.`, cause);
  }
}

function lately(series: readonly MetricDataSeries[], days: number): MetricDataSeries[] {
  const end = Math.max(...series.map(({ points }) => points.at(-1)?.at ?? -Infinity));
  const from = end - days * DAY_MS;
  return series.map((each) => ({ ...each, points: each.points.filter(({ at }) => at > from) }));
}

/** Ids of GetMetricData may hold neither capitals first nor hyphens nor dots: all but letters and digits is passed over. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The policy's own name says most, to the letter more than nearly, and an Id more than a Label, which CloudWatch may have made up. */
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
  const told = messages.map((message) => `${id}: ${message}`);
  if (status === 'Complete') return told;
  return [...told, `${name} does not hold all of ${id}: its last part is ${status}. Fetch every page of it.`];
}
