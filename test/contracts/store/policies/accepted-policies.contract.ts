import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../../shared/aws/dynamodb/store.ts';
import { acceptedVersion, freshGroup } from '../../examples.ts';

export function describeAcceptedPoliciesContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`AcceptedPolicies: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });

    it('gives each group the version asked for, not the newest', async () => {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group, { version: 1, document: { group, warmup: 1 } }));
      await store.records.accept(acceptedVersion(group, { version: 2, document: { group, warmup: 2 } }));
      expect(await store.policies.read([{ group, version: 1 }])).toEqual(
        new Map([[group, { document: { group, warmup: 1 }, completed: null }]]),
      );
    });

    it('omits missing versions', async () => {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group));
      const wanted = [
        { group, version: 7 },
        { group: freshGroup(), version: 1 },
      ];
      expect(await store.policies.read(wanted)).toEqual(new Map());
      expect(await store.policies.read([])).toEqual(new Map());
    });

    it('reads more groups than fit in one call of DynamoDB', async () => {
      const groups = Array.from({ length: 130 }, freshGroup);
      await Promise.all(groups.map((group) => store.records.accept(acceptedVersion(group))));
      const policies = await store.policies.read(groups.map((group) => ({ group, version: 1 })));
      expect([...policies.keys()].sort()).toEqual(groups.sort());
    });
  });
}
