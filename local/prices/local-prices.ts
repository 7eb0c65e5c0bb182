import { listPrice } from '../ec2/index.ts';
import { ServiceError } from '../query/service-error.ts';
import { productsOf } from './products.ts';

type Input = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

const MOST_PER_PAGE = 100;

/**
 * The part of the Price List that has EC2's instances: of each type, it has several products, as AWS's has. The gateway has
 * checked that a request fits its model.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html
 */
export class LocalPrices {
  readonly #types: ReadonlySet<string>;
  readonly #set = new Map<string, number | null>();
  readonly #faults: ServiceError[] = [];
  /** The number of calls, including failed ones. */
  calls = 0;

  constructor(types: ReadonlySet<string>) {
    this.#types = types;
  }

  /** Changes the price of a type, in dollars per hour; null: the list does not have the type. */
  set(type: string, usd: number | null): void {
    this.#set.set(type, usd);
  }

  /** The next calls fail with this code. */
  fail(code: string, message: string, times: number): void {
    for (let n = 0; n < times; n++) this.#faults.push(new ServiceError(code, message));
  }

  clear(): void {
    this.#set.clear();
    this.#faults.length = 0;
  }

  /** Throws a `ServiceError` for a call that AWS would refuse. */
  answer(operation: string, input: Input): Answer {
    this.calls += 1;
    const fault = this.#faults.shift();
    if (fault) throw fault;
    if (operation !== 'GetProducts') {
      throw new ServiceError('UnknownOperationException', `${operation} is not part of this stand-in.`);
    }
    if (input['ServiceCode'] !== 'AmazonEC2') {
      throw new ServiceError('InvalidParameterException', `Unknown service code ${String(input['ServiceCode'])}.`);
    }
    const { FormatVersion: version = 'aws_v1', MaxResults: most = MOST_PER_PAGE, NextToken: after = '0' } = input;
    if (version !== 'aws_v1') throw new ServiceError('InvalidParameterException', 'Input format version is invalid.');
    if (!/^\d+$/.test(String(after))) throw new ServiceError('InvalidNextTokenException', 'The token is invalid.');
    const filters = filtersIn(input['Filters']);
    const products = this.#products(filters);
    const end = Number(after) + Math.min(Number(most), MOST_PER_PAGE);
    return {
      FormatVersion: version,
      PriceList: products.slice(Number(after), end).map((product) => JSON.stringify(product)),
      ...(products.length > end && { NextToken: String(end) }),
    };
  }

  #products(filters: readonly Filter[]): object[] {
    const wanted = filters.find(({ field }) => field === 'instanceType')?.value;
    const types = wanted === undefined ? [...this.#types] : this.#types.has(wanted) ? [wanted] : [];
    const region = filters.find(({ field }) => field === 'regionCode')?.value ?? 'us-east-1';
    return types.flatMap((type) => {
      const set = this.#set.get(type);
      if (set === null) return [];
      return productsOf(type, region, set ?? listPrice(type)).filter(({ product: { attributes } }) =>
        filters.every(({ field, value }) =>
          field === 'ServiceCode' ? value === 'AmazonEC2' : attributes[field] === value,
        ),
      );
    });
  }
}

interface Filter {
  readonly field: string;
  readonly value: string;
}

function filtersIn(written: unknown): Filter[] {
  return (Array.isArray(written) ? written : []).map((each: Input) => {
    if (each['Type'] !== 'TERM_MATCH') {
      throw new ServiceError('InvalidParameterException', `${String(each['Type'])} is not part of this stand-in.`);
    }
    return { field: String(each['Field']), value: String(each['Value']) };
  });
}
