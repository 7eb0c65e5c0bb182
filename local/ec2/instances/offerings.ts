import { Ec2Error, invalidValue } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Page, PageRequest } from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Ec2State } from '../state.ts';

export interface Offering {
  readonly instanceType: string;
  readonly locationType: string;
  readonly location: string;
}

const PAGE_LIMITS = { least: 5, most: 1_000 };
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypeOfferings.html */
const NAMES: Filterable<Offering> = {
  'instance-type': ({ instanceType }) => [instanceType],
  location: ({ location }) => [location],
};

export interface OfferingsRequest {
  readonly locationType: string;
  readonly filters: readonly Filter[];
  readonly page: PageRequest;
}

/** The places that offer each type: the region by default, or its zones. */
export function describeOfferings(
  ec2State: Ec2State,
  { locationType, filters, page }: OfferingsRequest,
): Page<Offering> {
  const zones = [...new Map([...ec2State.subnets.values()].map(({ zone, zoneId }) => [zone, zoneId]))];
  const placesOf = (instanceType: string): string[] => {
    const offered = zones.filter(([zone]) => isOffered(ec2State, instanceType, zone));
    if (locationType === 'availability-zone') return offered.map(([zone]) => zone);
    if (locationType === 'availability-zone-id') return offered.map(([, id]) => id);
    if (locationType !== 'region') throw invalidValue(`Invalid location type: ${locationType}`);
    return [...new Set(offered.map(([zone]) => zone.slice(0, -1)))];
  };
  const all = [...ec2State.instanceTypes].flatMap((instanceType) =>
    placesOf(instanceType).map((location) => ({ instanceType, locationType, location })),
  );
  const keyOf = ({ instanceType, location }: Offering): string => `${instanceType} ${location}`;
  return pageOf('offerings', filtered(all, filters, NAMES), keyOf, page, PAGE_LIMITS);
}

export const isOffered = ({ offerings }: Ec2State, instanceType: string, zone: string): boolean =>
  offerings.get(instanceType)?.has(zone) ?? true;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html#troubleshooting-launch-unsupported */
export const notOffered = (instanceType: string, zone: string): Ec2Error =>
  new Ec2Error(
    'Unsupported',
    `Your requested instance type (${instanceType}) is not supported in your requested Availability Zone (${zone}).`,
  );
