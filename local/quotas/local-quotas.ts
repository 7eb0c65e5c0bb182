import { ServiceError } from '../query/service-error.ts';

/** A quota of EC2, as Service Quotas describes it. https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html */
interface Quota {
  readonly name: string;
  /** What a new account has. */
  readonly byDefault: number;
}

const QUOTAS: ReadonlyMap<string, Quota> = new Map([
  ['L-1216C47A', { name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', byDefault: 5 }],
  ['L-34B43A08', { name: 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests', byDefault: 5 }],
  ['L-DB2E81BA', { name: 'Running On-Demand G and VT instances', byDefault: 0 }],
  ['L-3819A6DF', { name: 'All G and VT Spot Instance Requests', byDefault: 0 }],
  ['L-417A185B', { name: 'Running On-Demand P instances', byDefault: 0 }],
  ['L-7212CCBC', { name: 'All P4, P3 and P2 Spot Instance Requests', byDefault: 0 }],
  ['L-7295265B', { name: 'Running On-Demand X instances', byDefault: 0 }],
  ['L-E3A00192', { name: 'All X Spot Instance Requests', byDefault: 0 }],
  ['L-74FC7D96', { name: 'Running On-Demand F instances', byDefault: 0 }],
  ['L-88CF9481', { name: 'All F Spot Instance Requests', byDefault: 0 }],
]);

/** The local account has had these raised. */
const RAISED: ReadonlyMap<string, number> = new Map([
  ['L-1216C47A', 640],
  ['L-34B43A08', 640],
]);

type Input = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

/**
 * The part of Service Quotas that a preflight reads, with the vCPU quotas of EC2. The gateway has checked that a request
 * fits its model. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_Operations.html
 */
export class LocalQuotas {
  readonly #values = new Map(RAISED);

  /** Sets the account's value; null: the account has AWS's default, of which GetServiceQuota says nothing. */
  set(code: string, value: number | null): void {
    known(code);
    if (value === null) this.#values.delete(code);
    else this.#values.set(code, value);
  }

  clear(): void {
    this.#values.clear();
    for (const [code, value] of RAISED) this.#values.set(code, value);
  }

  /** Throws a `ServiceError` for a call that AWS would refuse. */
  answer(operation: string, input: Input): Answer {
    if (input['ServiceCode'] !== 'ec2') throw noSuchResource();
    switch (operation) {
      case 'GetServiceQuota': {
        const code = String(input['QuotaCode']);
        const value = this.#values.get(code);
        if (value === undefined) throw noSuchResource();
        return { Quota: described(code, value) };
      }
      case 'GetAWSDefaultServiceQuota': {
        const code = String(input['QuotaCode']);
        return { Quota: described(code, known(code).byDefault) };
      }
      case 'ListServiceQuotas': {
        const { MaxResults: most = 100, NextToken: after = '' } = input;
        const rest = [...this.#values].toSorted().filter(([code]) => code > String(after));
        const page = rest.slice(0, Number(most));
        return {
          Quotas: page.map(([code, value]) => described(code, value)),
          ...(rest.length > page.length && { NextToken: page.at(-1)?.[0] }),
        };
      }
      default:
        throw new ServiceError('UnknownOperationException', `${operation} is not part of this stand-in.`);
    }
  }
}

function known(code: string): Quota {
  const quota = QUOTAS.get(code);
  if (quota === undefined) throw noSuchResource();
  return quota;
}

const described = (code: string, value: number): Answer => ({
  ServiceCode: 'ec2',
  ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
  QuotaCode: code,
  QuotaName: known(code).name,
  QuotaArn: `arn:aws:servicequotas:us-east-1:000000000000:ec2/${code}`,
  Value: value,
  Unit: 'None',
  Adjustable: true,
  GlobalQuota: false,
});

const noSuchResource = (): ServiceError =>
  new ServiceError(
    'NoSuchResourceException',
    'The request failed because the specified service or quota does not exist.',
  );
