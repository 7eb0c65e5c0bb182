import * as z from 'zod';
import { groupedBy } from '../../model/index.ts';
import { type Datapoint, faultsOf, isFigure, PARSING, type ValidationError } from '../../policy/index.ts';

/** The output of `aws cloudwatch get-metric-data`, reduced to the fields that this module reads. */
const TIME_FAULT = 'must be a time such as 2026-11-21T12:00:00+00:00';
const YEAR_2100 = Date.UTC(2100) / 1000;
const seconds = z
  .number()
  .min(0)
  .refine((written) => written < YEAR_2100, {
    error: 'must be seconds since 1970, and this is later than the year 2100: are these milliseconds?',
  });
const timestamp = z
  .union([z.iso.datetime({ offset: true, local: true, error: TIME_FAULT }), seconds], { error: TIME_FAULT })
  // Numbers are seconds: the AWS CLI prints them with `cli_timestamp_format = wire`.
  .transform((written) => (typeof written === 'number' ? written * 1000 : Date.parse(zoned(written))));

const message = z.object({ Code: z.string().default(''), Value: z.string().default('') });
const result = z
  .object({
    Id: z.string(),
    Label: z.string().default(''),
    Timestamps: z.array(timestamp).default([]),
    Values: z.array(z.unknown()).default([]),
    StatusCode: z.string().default('Complete'),
    Messages: z.array(message).default([]),
  })
  .superRefine(({ Timestamps, Values }, context) => {
    if (Timestamps.length === Values.length) return;
    const text = `must have one value per entry of Timestamps: ${Values.length} for ${Timestamps.length}`;
    context.addIssue({ code: 'custom', message: text, path: ['Values'] });
  });
const page = z.object({
  MetricDataResults: z.array(result),
  Messages: z.array(message).default([]),
});

/** One series of a response, merged from all pages. */
export interface MetricDataSeries {
  readonly id: string;
  readonly label: string;
  /** In ascending order of time, without duplicate times or values that are not finite numbers. */
  readonly points: readonly Datapoint[];
  /** The status on the last page: `Complete` when nothing is missing. */
  readonly status: string;
  /** CloudWatch's messages about the series. */
  readonly messages: readonly string[];
}

export type MetricData =
  | { readonly ok: true; readonly series: readonly MetricDataSeries[]; readonly messages: readonly string[] }
  | { readonly ok: false; readonly faults: readonly ValidationError[] };

/**
 * The pages of a GetMetricData response as JSON, in the order received. A series is `PartialData` until its last page.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html
 */
export function readMetricData(pages: readonly unknown[]): MetricData {
  const parsed = z.array(page).safeParse(pages, PARSING);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error).map(({ path, ...error }) => ({
      path: path.replace(/^\[(\d+)\]\.?/, (_, index) => placeOf(Number(index), pages.length)),
      ...error,
    }));
    return { ok: false, faults };
  }
  const parts = groupedBy(
    parsed.data.flatMap(({ MetricDataResults }) => MetricDataResults),
    ({ Id }) => Id,
  );
  const series = [...parts].map(([id, some]) => seriesOf(id, some));
  return { ok: true, series, messages: parsed.data.flatMap(({ Messages }) => Messages.map(messageText)) };
}

/** Names the page in error messages, unless there is only one. */
const placeOf = (index: number, pages: number): string => (pages === 1 ? '' : `page ${index + 1}: `);

function seriesOf(id: string, parts: readonly z.output<typeof result>[]): MetricDataSeries {
  const values = new Map<number, number>();
  for (const { Timestamps, Values } of parts) {
    Timestamps.forEach((at, index) => {
      const value = numberOf(Values[index]);
      if (isFigure(value)) values.set(at, value);
    });
  }
  return {
    id,
    label: parts[0]?.Label ?? '',
    points: [...values].map(([at, value]) => ({ at, value })).sort((earlier, later) => earlier.at - later.at),
    status: parts.at(-1)?.StatusCode ?? 'Complete',
    messages: parts.flatMap(({ Messages }) => Messages.map(messageText)),
  };
}

/** Some programs write numbers as texts. */
const numberOf = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : value;

const messageText = ({ Code, Value }: z.output<typeof message>): string => [Code, Value].filter(Boolean).join(': ');

/** Reads a time without a zone as UTC, whatever the machine's time zone. */
const zoned = (time: string): string => (/(Z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time}Z`);
