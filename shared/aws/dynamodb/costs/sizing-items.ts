import type { GroupSizing, SizingRecords, StoredSizing } from '../../../evaluation/index.ts';
import { EXPIRES_ATTRIBUTE, KEY, RIGHTSIZE_KEY } from '../../../names/index.ts';
import { batchGet } from '../calls/batch-get.ts';
import { assignment, expression } from '../calls/expression.ts';
import { queryAll } from '../calls/query.ts';
import type { Item, Table } from '../table.ts';

/** Evaluations ask once a day; what nobody asks for any more is deleted. */
const KEPT_SECONDS = 30 * 86_400;
const KEPT_MS = 300_000;

/** One item for each group. Evaluations and the daily job write different attributes of it. */
export function sizingItems(table: Table): SizingRecords {
  const write = async (group: string, fields: Item): Promise<void> => {
    const request = expression({ update: assignment(fields), values: fields });
    await table.call('UpdateItem', { TableName: table.name, Key: keyOf(group), ...request });
  };
  return {
    read: async (groups) => byGroup(await batchGet(table, groups.map(keyOf))),
    need: (group, now) => write(group, { neededAt: now, [EXPIRES_ATTRIBUTE]: Math.ceil(now / 1000) + KEPT_SECONDS }),
    all: async () =>
      byGroup(await queryAll(table, expression({ key: `#${KEY.partition} = :all`, values: { all: RIGHTSIZE_KEY } }))),
    tried: (group, now) => write(group, { triedAt: now }),
    store: (group, sizing) => write(group, { sizing }),
  };
}

const keyOf = (group: string) => ({ [KEY.partition]: RIGHTSIZE_KEY, [KEY.sort]: group });

/** The attributes are plain data that only this adapter writes. */
const byGroup = (items: readonly Item[]): ReadonlyMap<string, GroupSizing> =>
  new Map(
    items.map(({ [KEY.sort]: group, neededAt, triedAt, sizing }) => [
      String(group),
      {
        ...(neededAt !== undefined && { neededAt: neededAt as number }),
        ...(triedAt !== undefined && { triedAt: triedAt as number }),
        ...(sizing !== undefined && { sizing: sizing as StoredSizing }),
      },
    ]),
  );

/** As a warm function keeps them: what was found changes once a day. */
export function cachedSizings(records: SizingRecords, clock: () => number): Pick<SizingRecords, 'read' | 'need'> {
  const kept = new Map<string, { readonly found: GroupSizing; readonly at: number }>();
  return {
    async read(groups) {
      const now = clock();
      const old = groups.filter((group) => now - (kept.get(group)?.at ?? Number.NEGATIVE_INFINITY) >= KEPT_MS);
      if (old.length > 0) {
        const found = await records.read(old);
        for (const group of old) kept.set(group, { found: found.get(group) ?? {}, at: now });
      }
      return new Map(groups.map((group) => [group, kept.get(group)?.found ?? {}]));
    },
    async need(group, now) {
      await records.need(group, now);
      kept.delete(group);
    },
  };
}
