import { describe, expect, test } from 'vitest';
import { looseTimeOf } from '../../../../shared/model/index.ts';

const MOMENT = Date.UTC(2026, 0, 5, 8, 30);

describe('a time as people and tools write it', () => {
  test.each([
    '2026-01-05T08:30:00Z',
    '2026-01-05T08:30Z',
    '2026-01-05T08:30:00.000Z',
    '2026-01-05 08:30:00',
    '2026-01-05 8:30',
    '2026/1/5 08:30:00',
    '2026-01-05 08:30:00 UTC',
    '2026-01-05 08:30:00+00:00',
    '2026-01-05T10:30:00+0200',
    ' 2026-01-05T03:30:00-05:00 ',
  ])('%s', (written) => expect(looseTimeOf(written)).toBe(MOMENT));

  test('without a clock is the start of the day', () => {
    expect(looseTimeOf('2026-01-05')).toBe(Date.UTC(2026, 0, 5));
  });

  test.each([
    ...['2026-02-30T01:00:00Z', '2026-02-30', '2026-13-01T00:00:00Z', '2026-00-10', '2026-01-05T25:00:00Z'],
    ...['2026-01-05T08:60:00Z', '05/01/2026 08:30', '5', '100', '1767571200', 'Jan 5 2026', '2026', '', '2026-01-05x'],
  ])('is not %j', (written) => expect(looseTimeOf(written)).toBeUndefined());
});
