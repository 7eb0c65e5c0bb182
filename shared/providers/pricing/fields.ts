import * as z from 'zod';
import { always, checked, errorsOf, INSTANCE_TYPE } from '../../model/index.ts';
import { OPERATING_SYSTEMS } from '../../prices/index.ts';
import { reasons } from './reasons.ts';

const providerError = errorsOf(reasons);
const MOST_PRICES = 100;

/** Fields of every provider whose workers are EC2 instances: what its workers cost. */
export const priceFields = {
  operatingSystem: z.enum(OPERATING_SYSTEMS).optional().meta({
    description: 'What the workers run, as far as their price depends on it; linux by default.',
  }),
  prices: checked(
    z.record(z.string(), z.number().positive().max(1e6)),
    (prices) =>
      Object.keys(prices).every((type) => INSTANCE_TYPE.test(type)) && Object.keys(prices).length <= MOST_PRICES,
    (prices) => {
      const written = Object.keys(prices).find((type) => !INSTANCE_TYPE.test(type)) ?? null;
      return providerError('', 'prices-not-by-type', { written, most: MOST_PRICES });
    },
    always,
  )
    .optional()
    .meta({
      description:
        "Dollars per hour by instance type, instead of AWS's price list and the spot price history: { c7g.large: 0.0725 }.",
    }),
  priceFactor: z.number().positive().max(10).optional().meta({
    description:
      "The part of AWS's on-demand prices that you pay, such as 0.72 with savings plans; 1 by default. Spot prices and `prices` are not multiplied.",
  }),
};
