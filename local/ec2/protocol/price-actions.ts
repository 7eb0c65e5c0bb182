import { invalidValue } from '../errors.ts';
import type { Actions } from './action.ts';
import { filtersIn, pageIn } from './parameters.ts';

export const priceActions: Actions = {
  DescribeSpotPriceHistory: (parameters) => {
    const request = {
      types: parameters.texts('InstanceType'),
      products: parameters.texts('ProductDescription'),
      zone: parameters.text('AvailabilityZone'),
      filters: filtersIn(parameters),
      from: timeIn(parameters.text('StartTime')),
      to: timeIn(parameters.text('EndTime')),
      page: pageIn(parameters),
    };
    return (localEc2) => {
      const page = localEc2.describeSpotPrices(request);
      const spotPriceHistorySet = page.items.map(({ instanceType, product, zone, usd, at }) => ({
        instanceType,
        productDescription: product,
        availabilityZone: zone,
        spotPrice: usd.toFixed(6),
        timestamp: new Date(at).toISOString(),
      }));
      return { spotPriceHistorySet, nextToken: page.nextToken };
    };
  },
};

function timeIn(written: string | null): number | null {
  if (written === null) return null;
  const time = Date.parse(written);
  if (Number.isFinite(time)) return time;
  throw invalidValue(`Invalid timestamp: ${written}`);
}
