import * as z from 'zod';
import {
  type AcceptedVersion,
  becauseOfRecord,
  recordFault,
  type StoredVersion,
  wrongFields,
} from '../../evaluation/index.ts';
import { faultsOf, PARSING } from '../../model/index.ts';
import { groupKey, KEY, SORT, versionSort } from '../../names/index.ts';
import { expression } from './expression.ts';
import { queryAll } from './query.ts';
import { type Item, keyOf, type Table } from './table.ts';

export const versionItem = (accepted: AcceptedVersion): Item => ({
  ...accepted,
  ...keyOf(accepted.group, versionSort(accepted.version)),
});

/** The newest accepted version of a group; null when there is none. */
export async function newestVersion(table: Table, group: string): Promise<StoredVersion | null> {
  const query = {
    ...expression({
      key: `#${KEY.partition} = :group AND begins_with(#${KEY.sort}, :prefix)`,
      values: { group: groupKey(group), prefix: SORT.versionPrefix },
    }),
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: 1,
  };
  const [item] = await queryAll(table, query, 1);
  return item ? versionOf(group, item) : null;
}

const storedVersion = z.object({
  group: z.string(),
  version: z.int().min(1),
  at: z.number(),
  by: z.string().nullable(),
  because: z.string().nullable(),
  document: z.unknown(),
  /** Read where it is used: a version that cannot be read must not prevent the next one. */
  completed: z.unknown().optional(),
});

function versionOf(group: string, item: Item): StoredVersion {
  const parsed = storedVersion.safeParse(item, PARSING);
  if (parsed.success) return parsed.data;
  const cause = becauseOfRecord['stored-policy-invalid'](wrongFields(faultsOf(parsed.error)));
  const version = Number(String(item[KEY.sort]).slice(SORT.versionPrefix.length));
  throw recordFault(becauseOfRecord['policy-unusable']({ group, version, cause }));
}
