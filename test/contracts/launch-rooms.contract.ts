import { beforeAll, describe, expect, it } from 'vitest';
import type { LaunchRooms, Market } from '../../shared/providers/ec2/ports.ts';

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

    it('tells the free addresses of the subnets asked for, which launches take', async () => {
      const [{ id, free }, other] = subject.subnets;
      expect((await of(['m7g.large'], [id])).addresses).toEqual(new Map([[id, free]]));
      await subject.occupy(id, 3);
      const { addresses } = await of(['m7g.large', 'c7g.large'], [id, other.id]);
      expect([...addresses.keys()].sort()).toEqual([id, other.id].sort());
      expect(addresses.get(id)).toBe(free - 3);
    });

    it('tells the vCPUs of the types asked for', async () => {
      const { vcpusOf } = await of(['m7g.large', 'c7g.xlarge', 'm7g.large'], [subject.subnets[0].id]);
      expect(vcpusOf).toEqual(
        new Map([
          ['m7g.large', 2],
          ['c7g.xlarge', 4],
        ]),
      );
    });

    it('leaves out what is not known, which costs the others nothing', async () => {
      const { id } = subject.subnets[1];
      const { addresses, vcpusOf } = await of(['m7g.tiny', 'm7g.large'], ['subnet-0000000f', id]);
      expect([...addresses.keys()]).toEqual([id]);
      expect([...vcpusOf.keys()]).toEqual(['m7g.large']);
    });

    it('leaves out types that the quotas for Standard instances do not count', async () => {
      const types = ['g5.xlarge', 'p3.2xlarge', 'inf2.xlarge', 'trn1.2xlarge', 'hpc7g.4xlarge', 'dl1.24xlarge'];
      const { vcpusOf } = await of([...types, 'm7g.large'], [subject.subnets[0].id]);
      expect([...vcpusOf.keys()]).toEqual(['m7g.large']);
    });

    it('of no pools knows of no subnet and no type', async () => {
      expect(await of([], [])).toMatchObject({ addresses: new Map(), vcpusOf: new Map() });
    });

    it('tells the vCPUs that the quotas leave, or nothing of them', async () => {
      const { vcpus } = await of(['m7g.large'], [subject.subnets[0].id]);
      expect(vcpus).toEqual(subject.quotas ?? {});
    });
  });
}
