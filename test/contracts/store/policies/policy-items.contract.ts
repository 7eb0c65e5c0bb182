import { beforeAll, describe, expect, it } from 'vitest';
import type { PolicyItems } from '../../../../shared/aws/dynamodb/policies/policy-items.ts';
import type { PolicyRecords } from '../../../../shared/evaluation/ports.ts';
import { freshGroup } from '../../examples.ts';

/** `records` reads what `items` writes. */
export interface PolicyItemsWorld {
  readonly items: PolicyItems;
  readonly records: Pick<PolicyRecords, 'item' | 'put'>;
}

export function describePolicyItemsContract(
  name: string,
  make: () => PolicyItemsWorld | Promise<PolicyItemsWorld>,
): void {
  describe(`PolicyItems: ${name}`, () => {
    let world: PolicyItemsWorld;
    beforeAll(async () => {
      world = await make();
    });
    const put = async (group: string, by: string) => {
      await world.items.put(group, { group, capacity: { min: 0, max: 2.5 }, changedBy: by });
      return group;
    };

    it('puts the document as its author would', async () => {
      const group = await put(freshGroup(), 'cdk:app/Ci');
      expect(await world.records.item(group)).toEqual({
        document: { group, capacity: { min: 0, max: 2.5 } },
        by: 'cdk:app/Ci',
        because: null,
      });
    });

    it('replaces the whole document', async () => {
      const group = await put(freshGroup(), 'cdk:app/Ci');
      await world.items.put(group, { group, paused: true });
      expect(await world.records.item(group)).toMatchObject({ document: { group, paused: true }, by: null });
    });

    it('removes what the same construct put', async () => {
      const group = await put(freshGroup(), 'cdk:app/Ci');
      await world.items.remove(group, 'cdk:app/Ci');
      expect(await world.records.item(group)).toBeNull();
    });

    it('removes a policy that a user has changed since', async () => {
      const group = freshGroup();
      await world.records.put({ group, capacity: { min: 0, max: 1 } }, { by: 'ada' });
      await world.items.remove(group, 'cdk:app/Ci');
      expect(await world.records.item(group)).toBeNull();
    });

    it('leaves a policy that another construct has put since', async () => {
      const group = await put(freshGroup(), 'cdk:app/Moved');
      await world.items.remove(group, 'cdk:app/Ci');
      expect(await world.records.item(group)).toMatchObject({ by: 'cdk:app/Moved' });
    });

    it('removes nothing if there is no policy', async () => {
      const group = freshGroup();
      await world.items.remove(group, 'cdk:app/Ci');
      expect(await world.records.item(group)).toBeNull();
    });
  });
}
