import type { PriceLists } from '../../evaluation/index.ts';
import { inTurns } from '../../model/index.ts';
import type { OperatingSystem } from '../../prices/index.ts';
import type { Borrowed } from '../query/call.ts';
import { type JsonCall, jsonCall } from '../query/json-call.ts';

/** The price list names operating systems in its own way. */
const IN_LIST: Readonly<Record<OperatingSystem, string>> = {
  linux: 'Linux',
  windows: 'Windows',
  rhel: 'RHEL',
  suse: 'SUSE',
};
const SERVICE = { label: 'Price List', name: 'api.pricing', signedAs: 'pricing', variable: 'PRICING' };
const CALLS_AT_ONCE = 3;

/**
 * On-demand prices from the price list of all regions. It has addresses in three regions, which all have the same content.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html#price-list-query-api-endpoints
 */
export function priceList(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): PriceLists['onDemand'] {
  const elsewhere = { ...borrowed, region: async () => listRegion(await borrowed.region()) };
  const call = jsonCall(SERVICE, elsewhere, environment);
  return async (system, types) => {
    const region = await borrowed.region();
    const found = new Map<string, number | null | Error>();
    await inTurns(types, CALLS_AT_ONCE, async (type) => {
      found.set(type, await priceOfType(call, { system, type, region }).catch(asError));
    });
    const errors = [...found.values()].filter((price) => price instanceof Error);
    if (errors[0] && errors.length === found.size) throw errors[0];
    return found;
  };
}

/** The price of one type that cannot be read must not cost those of the others. */
const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));

/** The nearest of the regions that have the list. */
export function listRegion(region: string): string {
  if (region.startsWith('cn-')) return 'cn-northwest-1';
  if (/^(eu|me|af|il)-/.test(region)) return 'eu-central-1';
  return region.startsWith('ap-') ? 'ap-south-1' : 'us-east-1';
}

interface Asked {
  readonly system: OperatingSystem;
  readonly type: string;
  readonly region: string;
}

/**
 * Without the last two filters, Windows has a second price for own licenses, and large GPU types have those of capacity
 * blocks. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html
 */
async function priceOfType(call: JsonCall, { system, type, region }: Asked): Promise<number | null> {
  const fields = {
    instanceType: type,
    regionCode: region,
    operatingSystem: IN_LIST[system],
    tenancy: 'Shared',
    preInstalledSw: 'NA',
    capacitystatus: 'Used',
    licenseModel: 'No License required',
    marketoption: 'OnDemand',
  };
  const body = {
    ServiceCode: 'AmazonEC2',
    FormatVersion: 'aws_v1',
    MaxResults: 100,
    Filters: Object.entries(fields).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
  };
  const answer = await call('GetProducts', { target: 'AWSPriceListService.GetProducts', body });
  const products: unknown = Object(answer)['PriceList'];
  // A page of a proxy, for example. A type that the list does not have is an empty list.
  if (!Array.isArray(products)) throw new Error('Price List GetProducts failed: the answer has no PriceList');
  const prices = products.flatMap((product) =>
    hourlyPrices(typeof product === 'string' ? JSON.parse(product) : product),
  );
  return prices.length === 0 ? null : Math.max(...prices);
}

/** What the on-demand terms of a product say; nothing in another currency, and nothing for a price of zero. */
function hourlyPrices(product: unknown): number[] {
  const terms = Object.values(Object(Object(Object(product)['terms'])['OnDemand'])) as unknown[];
  return terms
    .flatMap((term) => Object.values(Object(Object(term)['priceDimensions'])) as unknown[])
    .filter((dimension) => Object(dimension)['unit'] === 'Hrs')
    .map((dimension) => Number(Object(Object(dimension)['pricePerUnit'])['USD']))
    .filter((usd) => usd > 0 && Number.isFinite(usd));
}
