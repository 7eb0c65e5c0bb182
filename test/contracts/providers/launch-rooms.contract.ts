import { beforeAll, describe, expect, it } from 'vitest';
import type { LaunchRooms } from '../../../shared/providers/ec2/ports.ts';
import type { Market } from '../../../shared/providers/instances/listed-worker.ts';

export interface LaunchRoomsSubject {
  readonly rooms: LaunchRooms;
  /** The first has so many free addresses. */
  readonly subnets: readonly [{ readonly id: string; readonly free: number }, { readonly id: string }];
  /** Instances take so many addresses of the subnet. */
  occupy(subnet: string, count: number): Promise<void>;
  /** vCPUs that the account's quotas leave; absent where the world cannot tell. */
  readonly quotas?: Readonly<Partial<Record<Market, number>>>;
}

export function describeLaunchRoomsContract(
  name: string,
  makeSubject: () => LaunchRoomsSubject | Promise<LaunchRoomsSubject>,
): void {
  describe(`LaunchRooms: ${name}`, () => {
    let subject: LaunchRoomsSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    const of = (instanceTypes: readonly string[], subnets: readonly string[]) =>
      subject.rooms.of(instanceTypes.flatMap((instanceType) => subnets.map((subnet) => ({ instanceType, subnet }))));

    it('returns the free addresses of the given subnets, which launches reduce', async () => {
      const [{ id, free }, other] = subject.subnets;
      expect((await of(['m7g.large'], [id])).addresses).toEqual(new Map([[id, free]]));
      await subject.occupy(id, 3);
      const { addresses } = await of(['m7g.large', 'c7g.large'], [id, other.id]);
      expect([...addresses.keys()].sort()).toEqual([id, other.id].sort());
      expect(addresses.get(id)).toBe(free - 3);
    });

    it('returns the vCPUs of the given types', async () => {
      const { vcpusOf } = await of(['m7g.large', 'c7g.xlarge', 'm7g.large'], [subject.subnets[0].id]);
      expect(vcpusOf).toEqual(
        new Map([
          ['m7g.large', 2],
          ['c7g.xlarge', 4],
        ]),
      );
    });

    it('omits unknown values and returns the others', async () => {
      const { id } = subject.subnets[1];
      const { addresses, vcpusOf } = await of(['m7g.tiny', 'm7g.large'], ['subnet-0000000f', id]);
      expect([...addresses.keys()]).toEqual([id]);
      expect([...vcpusOf.keys()]).toEqual(['m7g.large']);
    });

    it('omits types that the quotas for Standard instances do not include', async () => {
      const types = ['g5.xlarge', 'p3.2xlarge', 'inf2.xlarge', 'trn1.2xlarge', 'hpc7g.4xlarge', 'dl1.24xlarge'];
      const { vcpusOf } = await of([...types, 'm7g.large'], [subject.subnets[0].id]);
      expect([...vcpusOf.keys()]).toEqual(['m7g.large']);
    });

    it('returns nothing for an empty list of pools', async () => {
      expect(await of([], [])).toMatchObject({ addresses: new Map(), vcpusOf: new Map() });
    });

    it('returns the remaining vCPUs of the quotas, or nothing', async () => {
      const { vcpus } = await of(['m7g.large'], [subject.subnets[0].id]);
      expect(vcpus).toEqual(subject.quotas ?? {});
    });
  });
}
