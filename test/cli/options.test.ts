import { describe, expect, test } from 'vitest';
import { pastMoment } from '../../cli/options.ts';
import { headcount } from './headcount.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const read = (written: string) => new Date(pastMoment(written, NOW)).toISOString();

describe('a past moment', () => {
  test.each([
    ['03:12', '2026-11-21T03:12:00.000Z'],
    ['12:00:00', '2026-11-21T12:00:00.000Z'],
    ['2026-11-20 23:59', '2026-11-20T23:59:00.000Z'],
    ['2026-11-21T13:00:00+02:00', '2026-11-21T11:00:00.000Z'],
  ])('%s', (written, at) => {
    expect(read(written)).toBe(at);
  });

  test('in the future is an error, and of a time without a date it says how to mean yesterday', () => {
    expect(() => read('12:01')).toThrow('It is in the future. If you mean yesterday, write "2026-11-20 12:01".');
    expect(() => read('2026-11-21T12:00:01Z')).toThrow('It is in the future.');
    expect(() => read('2026-11-21T12:00:00-01:00')).toThrow('It is in the future.');
  });

  test.each(['25:00', 'yesterday', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '-5m'])('is not %s', (written) => {
    expect(() => read(written)).toThrow('Write a time in UTC such as');
  });
});

test.each(['pause', 'resume', 'scale'])('the help of %s says that the reason is required', async (command) => {
  const { out } = await headcount([command, '--help']);
  expect(out).toMatch(/--because <text> [^-]*\(required\)/);
});
