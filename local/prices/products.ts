/** What the operating systems cost, as parts of the price of Linux. Those of AWS differ by type. */
const SYSTEMS: readonly { readonly name: string; readonly part: number; readonly operation: string }[] = [
  { name: 'Linux', part: 1, operation: 'RunInstances' },
  { name: 'RHEL', part: 1.4, operation: 'RunInstances:0010' },
  { name: 'SUSE', part: 1.6, operation: 'RunInstances:000g' },
  { name: 'Windows', part: 2.2, operation: 'RunInstances:0002' },
];

interface Variant {
  readonly tenancy: string;
  readonly capacitystatus: string;
  readonly preInstalledSw: string;
  readonly licenseModel: string;
  readonly usd: number;
}

export interface Product {
  readonly product: { readonly attributes: Readonly<Record<string, string>>; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Products of AWS that a request without all filters finds beside the one that is meant. */
function variantsOf(system: string, usd: number): Variant[] {
  const usual = {
    tenancy: 'Shared',
    capacitystatus: 'Used',
    preInstalledSw: 'NA',
    licenseModel: 'No License required',
    usd,
  };
  return [
    { ...usual, capacitystatus: 'UnusedCapacityReservation' },
    { ...usual, capacitystatus: 'AllocatedCapacityReservation', usd: 0 },
    usual,
    { ...usual, tenancy: 'Dedicated', usd: usd * 1.1 },
    ...(system === 'Windows'
      ? [
          { ...usual, licenseModel: 'Bring your own license', usd: usd / 2.2 },
          { ...usual, preInstalledSw: 'SQL Std', usd: usd * 3 },
        ]
      : []),
  ];
}

/** The products of an instance type in a region, in the format of the Price List. `usd`: dollars per hour with Linux. */
export function productsOf(type: string, region: string, usd: number): Product[] {
  return SYSTEMS.flatMap(({ name, part, operation }) =>
    variantsOf(name, usd * part).map(({ usd: price, ...variant }, index) => {
      const sku = `${type}-${name}-${index}`.toUpperCase().replace(/[^A-Z0-9]/g, '');
      const attributes = {
        ...variant,
        instanceType: type,
        regionCode: region,
        operatingSystem: name,
        operation,
        servicecode: 'AmazonEC2',
        locationType: 'AWS Region',
        marketoption: 'OnDemand',
      };
      const rate = `${sku}.JRTCKXETXF.6YS6EN2CT7`;
      return {
        product: { productFamily: 'Compute Instance', attributes, sku },
        serviceCode: 'AmazonEC2',
        terms: {
          OnDemand: {
            [`${sku}.JRTCKXETXF`]: {
              sku,
              offerTermCode: 'JRTCKXETXF',
              effectiveDate: '2026-11-01T00:00:00Z',
              termAttributes: {},
              priceDimensions: {
                [rate]: {
                  rateCode: rate,
                  unit: 'Hrs',
                  beginRange: '0',
                  endRange: 'Inf',
                  appliesTo: [],
                  description: `$${price} per ${name} ${type} Instance Hour`,
                  pricePerUnit: { USD: price.toFixed(10) },
                },
              },
            },
          },
        },
        version: '20261101000000',
        publicationDate: '2026-11-01T00:00:00Z',
      };
    }),
  );
}
