import type { AcceptedPolicies } from '../../../evaluation/index.ts';
import { versionSort } from '../../../names/index.ts';
import { batchGet } from '../calls/batch-get.ts';
import { groupOf, keyOf, type Table } from '../table.ts';

export function acceptedPolicies(table: Table): AcceptedPolicies {
  return {
    async read(wanted) {
      const versions = new Map(wanted.map(({ group, version }) => [group, version]));
      const keys = [...versions].map(([group, version]) => keyOf(group, versionSort(version)));
      const items = await batchGet(table, keys);
      return new Map(
        items.map((item) => [groupOf(item), { document: item['document'], completed: item['completed'] ?? null }]),
      );
    },
  };
}
