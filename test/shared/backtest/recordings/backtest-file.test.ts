import { describe, expect, test } from 'vitest';
import { recordedInFile } from '../../../../shared/backtest/recordings/from-file.ts';
import { queryOf } from '../../../../shared/backtest/recordings/query.ts';
import type { Wanted } from '../../../../shared/simulation/index.ts';

const START = Date.UTC(2026, 10, 9);
const COUNT = 6;
const CPU: Wanted = {
  ...{ name: 'web.cpu-load', signal: 'utilization', statistic: 'Average' },
  source: { namespace: 'AWS/EC2', name: 'CPUUtilization', statistic: 'Average', period: 60, dimensions: {} },
};

interface Series {
  Id: string;
  Label?: string;
  Timestamps?: unknown[];
  Values?: unknown[];
  StatusCode?: string;
}
const moments = Array.from({ length: COUNT }, (_, minute) => START + minute * 60_000);
const isoText = (at: number): string => new Date(at).toISOString().replace('.000Z', '+00:00');
const values = moments.map((_, minute) => 10 * minute);
/** As the AWS CLI prints it. */
const series = (change: Partial<Series> = {}): Series => ({
  ...{ Id: 'web_cpu_load', Label: 'any', StatusCode: 'Complete' },
  ...{ Timestamps: moments.map(isoText), Values: values },
  ...change,
});
const printed = (results: readonly Series[], more: object = {}): string =>
  JSON.stringify({ MetricDataResults: results, Messages: [], ...more }, null, 4);

const PLAIN = moments.map((at, index) => ({ at, value: values[index] }));

async function recorded(text: string, lastDays?: number) {
  return recordedInFile({ name: 'recorded.json', text }, [CPU], lastDays);
}

describe('a series of a file is', () => {
  const other = series({ Id: 'other', Label: 'Other', Values: values.map(() => 99) });
  const reversed = { Timestamps: moments.map(isoText).reverse(), Values: values.toReversed() };
  const elsewhere = moments.map((at) => isoText(at + 7_200_000).replace('+00:00', '+02:00'));
  const part = (from: number, to: number, StatusCode: string) =>
    series({ StatusCode, Timestamps: moments.slice(from, to).map(isoText), Values: values.slice(from, to) });
  const [first, second] = [part(0, 4, 'PartialData'), part(3, COUNT, 'Complete')];
  test.each<[string, string]>([
    ['the one whose Id is the metric’s name, punctuation aside', printed([other, series()])],
    ['the one whose Label is it', printed([other, series({ Id: 'm1', Label: 'Web.CPU-load' })])],
    ['the one whose Id is its name in CloudWatch', printed([other, series({ Id: 'cpuUtilization' })])],
    ['the one whose Label is that', printed([other, series({ Id: 'm1', Label: 'CPUUtilization' })])],
    [
      'rather the one named as in the policy than as in CloudWatch',
      printed([{ ...other, Label: 'CPUUtilization' }, series({ Label: 'CPUUtilization' })]),
    ],
    ['in order, whatever the order of its times', printed([series(reversed)])],
    ['of times in seconds', printed([series({ Timestamps: moments.map((at) => at / 1000) })])],
    ['of values that are written as texts', printed([series({ Values: values.map(String) })])],
    ['of times of another zone', printed([series({ Timestamps: elsewhere })])],
    [
      'of times without a zone, which are UTC',
      printed([series({ Timestamps: moments.map((at) => isoText(at).slice(0, 19)) })]),
    ],
    ['of two pages in one list, which overlap', printed([first, second])],
    ['of two pages in one file', `${printed([first], { NextToken: 'a } in "it"' })}\n${printed([second])}\n`],
    ['of a list of pages', `[${printed([first])},${printed([second])}]`],
  ])('%s', async (_, text) => {
    const { series: found, notes } = await recorded(text);
    expect(found).toEqual([{ ...CPU, points: PLAIN }]);
    expect(notes).toEqual([]);
  });

  test('without values that are not numbers', async () => {
    const text = printed([series({ Values: [0, null, 'many', '', 40, 1e300] })]);
    expect((await recorded(text)).series[0]?.points).toEqual([PLAIN[0], PLAIN[4]]);
  });

  test('as long as its last days', async () => {
    const { series: found } = await recorded(printed([series()]), 2 / 1440);
    expect(found[0]?.points).toEqual(PLAIN.slice(-2));
  });

  test('missing: the error names the existing series and the expected ones', async () => {
    const { series: found, found: told } = await recorded(printed([other, series({ Id: 'm1', Label: '' })]));
    expect(found).toEqual([]);
    expect(told).toMatch(
      /contains other \(Other\), m1; the backtest looked for web\.cpu-load \(CPUUtilization\), workers$/,
    );
  });
});

test('names that differ only in punctuation are distinguished', async () => {
  const alike = ['web.cpu', 'web-cpu', 'Web.cpu'].map((name, index): Wanted => {
    const source = CPU.source && { ...CPU.source, dimensions: { Group: String(index) } };
    return { ...CPU, name, source };
  });
  const span = { from: START, to: START + 3_600_000, period: 60 };
  const asked = (await queryOf(alike, span)) as { MetricDataQueries: { Id: string; Label: string }[] };
  const ids = asked.MetricDataQueries.map(({ Id }) => Id);
  expect([new Set(ids).size, ids[0]]).toEqual([3, 'web_cpu']);

  const answered = asked.MetricDataQueries.map(({ Id, Label }, index) =>
    series({ Id, Label, Values: values.map(() => index) }),
  );
  const found = recordedInFile({ name: 'recorded.json', text: printed(answered) }, alike, undefined);
  expect(found.series.map(({ name, points }) => [name, points[0]?.value])).toEqual([
    ['web.cpu', 0],
    ['web-cpu', 1],
    ['Web.cpu', 2],
  ]);
});

test('the series called workers is the number of serving workers', async () => {
  const { workers, series: found } = await recorded(printed([series(), series({ Id: 'workers' })]));
  expect(found).toHaveLength(1);
  expect(workers?.serving(START + 60_000, START + 180_000)).toBeCloseTo(15);
  expect((await recorded(printed([series()]))).workers).toBeNull();
});

test.each<[string, string, unknown[]]>([
  [
    'PartialData at the end',
    printed([series({ StatusCode: 'PartialData' })]),
    [expect.stringMatching(/does not contain all of web_cpu_load: its last part is PartialData\. Fetch every page\./)],
  ],
  [
    'messages of CloudWatch',
    printed([series()], { Messages: [{ Code: 'MaxMetricsExceeded', Value: 'too many' }] }),
    ['MaxMetricsExceeded: too many'],
  ],
])('%s is reported', async (_, text, notes) => {
  expect((await recorded(text)).notes).toEqual(notes);
});

describe('an unreadable file is rejected with the reason:', () => {
  const whole = printed([series()]);
  test.each<[string, string, RegExp]>([
    ['empty', ' \n', /recorded\.json is empty\.$/],
    ['no JSON', 'Id,Value\n', /recorded\.json is not JSON: (.|\n)* use "npx headcount simulate"\.$/],
    ['JSON that was cut', whole.slice(0, 200), /is not JSON: /],
    ['a second page that was cut', whole + whole.slice(0, 200), /is not JSON: /],
    ['a text after it', `${whole} and so on`, /is not JSON: /],
    ['another JSON', '{"Datapoints":[]}', /is not valid:\n {2}MetricDataResults: is required$/],
    ['a number', '7', /is not valid:\n {2}must be a map of fields; check that this is the right file$/],
    ['a second page that is another JSON', `${whole}{"a":1}`, /\n {2}page 2: MetricDataResults: is required$/],
    ['no series', printed([]), /contains no MetricDataResults: nothing was recorded\.$/],
    ['no Id', printed([{ Label: 'x' } as unknown as Series]), /MetricDataResults\[0\]\.Id: is required/],
    [
      'fewer values than times',
      printed([series({ Values: [1] })]),
      /MetricDataResults\[0\]\.Values: must have one value per entry of Timestamps: 1 for 6$/,
    ],
    [
      'times that are none',
      printed([series({ Timestamps: ['noon'], Values: [1] })]),
      /Timestamps\[0\]: must be a time such as/,
    ],
  ])('%s', async (_, text, told) => {
    await expect(recorded(text)).rejects.toMatchObject({
      name: 'InvalidInputError',
      message: expect.stringMatching(told),
    });
  });
});
