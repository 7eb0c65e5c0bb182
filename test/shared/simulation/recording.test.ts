import { describe, expect, it, test } from 'vitest';
import { parseRecording, RecordingError, recordingText, resampled } from '../../../shared/simulation/index.ts';

const START = Date.UTC(2026, 10, 20);
const HEADER = 'timestamp,value\n';
const minutes = (...values: number[]) => values.map((value, index) => ({ at: START + index * 60_000, value }));

describe('a recording', () => {
  test('consists of a header and lines of time and demand', () => {
    const text = `${HEADER}2026-11-20T00:00:00Z,1\n2026-11-20T00:01:00Z,2.5\n`;
    expect(parseRecording(text)).toEqual(minutes(1, 2.5));
  });
  test('is the same after writing and reading', () => {
    const points = minutes(0, 3.14, 1e9);
    expect(parseRecording(recordingText(points))).toEqual(points);
  });
  test('may contain a byte order mark, carriage returns, capitals and empty lines', () => {
    const text = '\uFEFFTimestamp,Value\r\n2026-11-20T00:00:00Z,1\r\n\r\n2026-11-20T00:01:00Z,2\r\n';
    expect(parseRecording(text)).toEqual(minutes(1, 2));
  });
  test('may be quoted, as spreadsheets write it', () => {
    const text = '"timestamp","value"\n"2026-11-20T00:00:00Z","1"\n"2026-11-20 00:01:00", "2"\n';
    expect(parseRecording(text)).toEqual(minutes(1, 2));
  });
  test.each(['2026-11-20T00:00:00', '2026-11-20 00:00:00', '2026-11-20T01:00:00+01:00'])(
    '%s is a time of it, in UTC unless it says otherwise',
    (time) => expect(parseRecording(`${HEADER}${time},1\n2026-11-20T00:01:00Z,2`)[0]?.at).toBe(START),
  );
});

describe('an invalid recording is rejected with the number of the line', () => {
  it.each([
    ['no header', '2026-11-20T00:00:00Z,1', 'line 1: the header must be "timestamp,value"'],
    ['semicolons', 'timestamp;value\n2026-11-20T00:00:00Z;1', 'separate the columns with commas, not semicolons'],
    ['tabs', 'timestamp\tvalue\n', 'commas, not tabs'],
    ['nothing in it', '', 'line 1: the header must be'],
    ['only a header', HEADER, 'a recording must have at least two datapoints'],
    ['one datapoint', `${HEADER}2026-11-20T00:00:00Z,1`, 'at least two datapoints'],
    ['a day that does not exist', `${HEADER}2026-02-30T00:00:00Z,1`, 'line 2: must be a time such as'],
    ['the number of a row', `${HEADER}1,100`, 'line 2: must be a time such as'],
    ['no time', `${HEADER}yesterday,1`, 'line 2: must be a time such as'],
    ['a third column', `${HEADER}2026-11-20T00:00:00Z,1,2`, 'line 2: must be a time such as'],
    ['text', `${HEADER}2026-11-20T00:00:00Z,1\n2026-11-20T00:01:00Z,many`, 'line 3: "many" is not a number'],
    ['nothing', `${HEADER}2026-11-20T00:00:00Z,`, 'line 2: "" is not a number'],
    [
      'a misspelled year',
      `${HEADER}2026-11-20T00:00:00Z,1\n2926-11-20T00:01:00Z,1`,
      'line 3: the time is more than 10 years after that of the first value. Check both years',
    ],
    ['a negative number', `${HEADER}2026-11-20T00:00:00Z,-1`, 'line 2: "-1" is not a number from 0 to 1e15'],
    ['an infinite number', `${HEADER}2026-11-20T00:00:00Z,Infinity`, 'line 2: "Infinity" is not a number'],
    [
      'the same time twice, after an empty line',
      `${HEADER}2026-11-20T00:00:00Z,1\n\n2026-11-20T00:00:00Z,2`,
      'line 4: the time must be after that of the previous line',
    ],
  ])('%s', (_, text, message) => {
    expect(() => parseRecording(text)).toThrow(RecordingError);
    expect(() => parseRecording(text)).toThrow(message);
  });
});

describe('resampled', () => {
  test('a slice has the mean demand of its time', () => {
    expect(resampled(minutes(1, 3, 10, 20), 2)).toEqual([2, 15]);
  });
  test('an empty slice repeats the previous demand', () => {
    expect(resampled([...minutes(4), { at: START + 600_000, value: 8 }], 5)).toEqual([4, 4, 4, 4, 8]);
  });
  test('as many slices as datapoints change nothing', () => {
    expect(resampled(minutes(5, 0, 7, 2), 4)).toEqual([5, 0, 7, 2]);
  });
  test('every datapoint is counted once', () => {
    const values = Array.from({ length: 997 }, (_, index) => index);
    const mean = (some: number[]) => some.reduce((sum, each) => sum + each, 0) / some.length;
    expect(mean(resampled(minutes(...values), 997))).toBeCloseTo(mean(values));
    expect(resampled(minutes(...values), 1)[0]).toBeCloseTo(mean(values));
  });
});
