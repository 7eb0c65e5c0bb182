import { invalidValue } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Page, PageRequest } from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Ec2State, SetSpotPrice } from '../state.ts';
import { relativePrice } from './instance-types.ts';

/** A price of the history: it holds from `at` (ms since the epoch) until the next one of its type, product and zone. */
export interface SpotPrice extends SetSpotPrice {
  readonly product: string;
}

export interface SpotPricesRequest {
  readonly types: readonly string[];
  readonly products: readonly string[];
  readonly zone: string | null;
  readonly filters: readonly Filter[];
  /** ms since the epoch; null: now. */
  readonly from: number | null;
  readonly to: number | null;
  readonly page: PageRequest;
}

/** The on-demand price of a type with Linux: that of c7g.large, times its size. */
export const listPrice = (instanceType: string): number => relativePrice(instanceType) * (0.0725 / 16);

const PRODUCTS = ['Linux/UNIX', 'Red Hat Enterprise Linux', 'SUSE Linux', 'Windows'];
/** What spot costs until a test says otherwise, as a part of the on-demand price. */
const USUAL_PART = 0.4;
const PAGE_LIMITS = { least: 1, most: 1_000 };
const NAMES: Filterable<SpotPrice> = {
  'availability-zone': ({ zone }) => [zone],
  'instance-type': ({ instanceType }) => [instanceType],
  'product-description': ({ product }) => [product],
};

/**
 * The prices of a span, newest first, with the one that held at its start. Types and products that there are not have none.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html
 */
export function describeSpotPrices(ec2State: Ec2State, request: SpotPricesRequest): Page<SpotPrice> {
  const now = ec2State.now();
  const { from = now, to = now } = { from: request.from ?? now, to: request.to ?? now };
  if (from > Math.max(to, now)) throw invalidValue('The start time must be before the end time.');
  const zones = [...new Set([...ec2State.subnets.values()].map(({ zone }) => zone))];
  const types = [...ec2State.instanceTypes].filter(
    (type) => request.types.length === 0 || request.types.includes(type),
  );
  const products = PRODUCTS.filter((each) => request.products.length === 0 || isAsked(each, request.products));
  const all = types.flatMap((instanceType) =>
    zones
      .filter((zone) => request.zone === null || zone === request.zone)
      .flatMap((zone) =>
        products.flatMap((product) => within(historyOf(ec2State, { instanceType, zone, product }), from, to)),
      ),
  );
  const found = filtered(all, request.filters, NAMES);
  return pageOf('spot-prices', found, keyOf, request.page, PAGE_LIMITS);
}

/** Products of a VPC have their own names, and the same prices. */
const isAsked = (product: string, asked: readonly string[]): boolean =>
  asked.includes(product) || asked.includes(`${product} (Amazon VPC)`);

function within(history: readonly SpotPrice[], from: number, to: number): SpotPrice[] {
  const first = history.findLastIndex(({ at }) => at <= from);
  return history.slice(Math.max(0, first)).filter(({ at }) => at <= to);
}

/** Newest first. */
const keyOf = ({ instanceType, product, zone, at }: SpotPrice): string =>
  `${String(Number.MAX_SAFE_INTEGER - at).padStart(16, '0')} ${instanceType} ${zone} ${product}`;

type Series = Pick<SpotPrice, 'instanceType' | 'zone' | 'product'>;

function historyOf({ spotPrices }: Ec2State, series: Series): SpotPrice[] {
  const { instanceType, zone } = series;
  const usual = { ...series, usd: listPrice(instanceType) * USUAL_PART, at: 0 };
  const set = spotPrices.filter((price) => price.instanceType === instanceType && price.zone === zone);
  return [usual, ...set.map(({ usd, at }) => ({ ...series, usd, at }))];
}
