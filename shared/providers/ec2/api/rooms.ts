import { text } from '../../../aws/query/xml.ts';
import { inChunks } from '../../../model/index.ts';
import type { List, Listing } from '../../instances/listing.ts';
import { FILTER_VALUES_PER_CALL } from '../../instances/seen-instance.ts';
import type { LaunchRoom, LaunchRooms } from '../ports.ts';
import { isStandard, vcpusByType } from './instance-types.ts';
import type { VcpusLeft } from './vcpu-quotas.ts';

/** CloudWatch reports usage once a minute at most. */
const QUOTAS_CACHED_FOR_MS = 60_000;

interface Room {
  readonly subnet: string;
  /** Free IPv4 addresses. An IPv6-only subnet has none and is not limited. */
  readonly addresses: number;
  readonly isIpv6Only: boolean;
}
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html */
const SUBNETS: Listing<Room> = {
  action: 'DescribeSubnets',
  set: 'subnetSet',
  perPage: 1000,
  read: (subnet) => ({
    subnet: text(subnet, 'subnetId'),
    addresses: Number(text(subnet, 'availableIpAddressCount')),
    isIpv6Only: text(subnet, 'ipv6Native') === 'true',
  }),
};

export interface RoomSources {
  readonly list: List;
  /** The remaining vCPUs of the account's quotas for Standard instances. */
  readonly vcpusLeft: (now: number) => Promise<VcpusLeft>;
  /** ms since the epoch. */
  readonly clock: () => number;
}

/** Reads limits from EC2 and CloudWatch. `onUnknown` receives what cannot be read, each kind once per process. */
export function ec2LaunchRooms(
  { list, vcpusLeft, clock }: RoomSources,
  onUnknown: (unknown: string) => void = () => {},
): LaunchRooms {
  const reported = new Set<string>();
  const or = <T>(fallback: T, what: string, reading: Promise<T>): Promise<T> =>
    reading.catch((error: Error) => {
      if (!reported.has(what)) onUnknown(`${what}: ${error.message}`);
      reported.add(what);
      return fallback;
    });
  const vcpusOf = vcpusByType(list);
  const quotas = cachedFor(QUOTAS_CACHED_FOR_MS, clock, vcpusLeft);

  return {
    async of(pools): Promise<LaunchRoom> {
      const subnets = [...new Set(pools.map(({ subnet }) => subnet))];
      // Other classes have their own quotas.
      const types = [...new Set(pools.map(({ instanceType }) => instanceType))].filter(isStandard);
      const [addresses, vcpus, sizes] = await Promise.all([
        or(new Map<string, number>(), 'free addresses of subnets', addressesOf(list, subnets)),
        or<VcpusLeft>({}, "the account's vCPU quotas", quotas()),
        or(new Map<string, number>(), 'vCPUs of instance types', vcpusOf(types)),
      ]);
      return { addresses, vcpus, vcpusOf: sizes };
    },
  };
}

/** A filter is used because one missing subnet would fail a call by ids. */
async function addressesOf(list: List, subnets: readonly string[]): Promise<Map<string, number>> {
  const answers = inChunks(subnets, FILTER_VALUES_PER_CALL).map((values) =>
    list(SUBNETS, [{ name: 'subnet-id', values }]),
  );
  const rooms = (await Promise.all(answers)).flat().filter(({ isIpv6Only }) => !isIpv6Only);
  return new Map(rooms.map(({ subnet, addresses }) => [subnet, addresses]));
}

/** Caches an answer for a time, including a failure. */
function cachedFor<T>(ms: number, clock: () => number, ask: (now: number) => Promise<T>): () => Promise<T> {
  let kept: { answer: Promise<T>; at: number } | undefined;
  return () => {
    const now = clock();
    if (!kept || now - kept.at >= ms) kept = { answer: ask(now), at: now };
    return kept.answer;
  };
}
