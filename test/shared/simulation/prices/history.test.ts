import { describe, expect, it, test } from 'vitest';
import { PriceHistoryError, parsePriceHistory } from '../../../../shared/simulation/index.ts';

const AT = Date.UTC(2026, 10, 20, 6);

describe('a history of prices', () => {
  it('is read from CSV, with columns in any order', () => {
    const text = '\uFEFFzone,timestamp,usd,type\r\neu-1a,2026-11-20T06:00:00Z,0.031,c7g.large\r\n\r\n';
    expect(parsePriceHistory(text)).toEqual([
      { at: AT, type: 'c7g.large', market: 'spot', zone: 'eu-1a', usd: 0.031, system: null },
    ]);
  });

  it('is read from what the AWS CLI prints, also page by page', () => {
    const entry = (product: string) => ({
      ...{ AvailabilityZone: 'eu-1a', InstanceType: 'c7g.large', ProductDescription: product },
      ...{ SpotPrice: '0.031000', Timestamp: '2026-11-20T08:00:00+02:00' },
    });
    const pages = [{ SpotPriceHistory: [entry('Linux/UNIX')] }, { SpotPriceHistory: [entry('Windows (Amazon VPC)')] }];
    const expected = { at: AT, type: 'c7g.large', market: 'spot', zone: 'eu-1a', usd: 0.031 };
    expect(parsePriceHistory(JSON.stringify(pages[0]))).toEqual([{ ...expected, system: 'linux' }]);
    expect(parsePriceHistory(JSON.stringify(pages)).map(({ system }) => system)).toEqual(['linux', 'windows']);
  });

  test.each([
    ['nothing', ''],
    ['a header alone', 'timestamp,type,zone,usd\n'],
    ['no type', 'timestamp,usd\n2026-11-20T06:00:00Z,1\n'],
    ['no time', 'timestamp,type,usd\nyesterday,c7g.large,1\n'],
    ['a price of 0', 'timestamp,type,usd\n2026-11-20T06:00:00Z,c7g.large,0\n'],
    ['a price that is no number', 'timestamp,type,usd\n2026-11-20T06:00:00Z,c7g.large,$1\n'],
    ['another market', 'timestamp,type,usd,market\n2026-11-20T06:00:00Z,c7g.large,1,futures\n'],
    ['an empty list', '{"SpotPriceHistory":[]}'],
    ['half a document', '{"SpotPriceHistory":['],
    ['another document', '{"Subnets":[]}'],
    ['numbers', '[1, null]'],
  ])('with %s is rejected', (_, text) => {
    expect(() => parsePriceHistory(text)).toThrow(PriceHistoryError);
  });
});
