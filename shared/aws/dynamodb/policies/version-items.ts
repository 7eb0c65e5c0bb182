import * as z from 'zod';
import {
  type AcceptedVersion,
  becauseOfRecord,
  type PolicyVersions,
  recordFault,
  type StoredVersion,
  wrongFields,
} from '../../../evaluation/index.ts';
import { faultsOf, PARSING, THROUGH } from '../../../model/index.ts';
import { groupKey, KEY, SORT, versionSort } from '../../../names/index.ts';
import { expression } from '../calls/expression.ts';
import { queryAll } from '../calls/query.ts';
import { type Item, keyOf, type Table } from '../table.ts';

export const versionItem = (accepted: AcceptedVersion): Item => ({
  ...accepted,
  ...keyOf(accepted.group, versionSort(accepted.version)),
});

/** The newest accepted version of a group; null when there is none. */
export async function newestVersion(table: Table, group: string): Promise<StoredVersion | null> {
  return (await versionsOf(table, group, 1))[0] ?? null;
}

/** The accepted versions of a group, newest first; with `before`, only older ones. */
async function versionsOf(table: Table, group: string, limit: number, before?: number): Promise<StoredVersion[]> {
  const last = before === undefined ? `${SORT.versionPrefix}${AFTER_DIGITS}` : versionSort(before - 1);
  const query = {
    ...expression({
      key: `#${KEY.partition} = :group AND #${KEY.sort} BETWEEN :first AND :last`,
      values: { group: groupKey(group), first: SORT.versionPrefix, last },
    }),
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: limit,
  };
  return (await queryAll(table, query, limit)).map((item) => versionOf(group, item));
}

/** The port of the accepted versions. */
export function policyVersions(table: Table): PolicyVersions {
  return {
    list: (group, limit, before) => versionsOf(table, group, limit, before),
    async read(group, version) {
      const key = { TableName: table.name, Key: keyOf(group, versionSort(version)), ConsistentRead: true };
      const { Item: item } = await table.call('GetItem', key);
      return item ? versionOf(group, item) : null;
    },
  };
}

/** Sorts after all digits. */
const AFTER_DIGITS = ':';

const storedVersion = z.object({
  group: z.string(),
  version: z.int().min(1),
  at: z.number(),
  by: z.string().nullable(),
  because: z.string().nullable(),
  through: z.enum(THROUGH).optional().catch(undefined),
  mark: z.string().optional(),
  document: z.unknown(),
  /** Read where it is used: a version that cannot be read must not prevent the next one. */
  completed: z.unknown().optional(),
});

function versionOf(group: string, item: Item): StoredVersion {
  const parsed = storedVersion.safeParse(item, PARSING);
  if (parsed.success) return withoutUndefined(parsed.data);
  const cause = becauseOfRecord['stored-policy-invalid'](wrongFields(faultsOf(parsed.error)));
  const version = Number(String(item[KEY.sort]).slice(SORT.versionPrefix.length));
  throw recordFault(becauseOfRecord['policy-unusable']({ group, version, cause }));
}

function withoutUndefined({ through, mark, ...version }: z.output<typeof storedVersion>): StoredVersion {
  return { ...version, ...(through === undefined ? {} : { through }), ...(mark === undefined ? {} : { mark }) };
}
