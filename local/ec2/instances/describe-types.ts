import { Ec2Error, invalidValue } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, InstanceRequirements, Page, PageRequest } from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Ec2State } from '../state.ts';
import { attributesOf, type TypeAttributes, typesMatching } from './type-attributes.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html */
const MOST_TYPES = 100;
const PAGE_LIMITS = { least: 5, most: 100 };
const NAMES: Filterable<TypeAttributes> = {
  'instance-type': ({ name }) => [name],
  'vcpu-info.default-vcpus': ({ vcpus }) => (vcpus === null ? [] : [String(vcpus)]),
};

export interface TypesRequest {
  readonly types: readonly string[];
  readonly filters: readonly Filter[];
  readonly page: PageRequest;
}

export function describeInstanceTypes(
  ec2State: Ec2State,
  { types, filters, page }: TypesRequest,
): Page<TypeAttributes> {
  if (types.length > MOST_TYPES) throw invalidValue(`At most ${MOST_TYPES} instance types can be given in one call.`);
  const unknown = types.filter((type) => !ec2State.instanceTypes.has(type));
  if (unknown.length > 0) {
    throw new Ec2Error('InvalidInstanceType', `The following supplied instance types do not exist: [${unknown}]`);
  }
  const chosen = types.length > 0 ? [...new Set(types)] : [...ec2State.instanceTypes];
  const shown = chosen.map(attributesOf);
  return pageOf('instance-types', filtered(shown, filters, NAMES), ({ name }) => name, page, PAGE_LIMITS);
}

export interface MatchingRequest {
  readonly requirements: InstanceRequirements;
  readonly architectures: readonly string[];
  readonly virtualizations: readonly string[];
  readonly page: PageRequest;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceTypesFromInstanceRequirements.html */
export function matchingTypes(ec2State: Ec2State, request: MatchingRequest): Page<string> {
  const { requirements, architectures, virtualizations, page } = request;
  const found = virtualizations.includes('hvm') ? typesMatching(ec2State, requirements, architectures) : [];
  return pageOf('matching-types', found, (name) => name, page, { least: 1, most: 1_000 });
}
