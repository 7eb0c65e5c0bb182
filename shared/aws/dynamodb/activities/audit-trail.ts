import * as z from 'zod';
import { type Reason, reasonSchema, THROUGH } from '../../../model/index.ts';
import { auditKey, EXPIRES_ATTRIBUTE, groupKey, KEY, SORT } from '../../../names/index.ts';
import { AUDIT_KEPT_DAYS, type AuditEntry, type AuditQuery, type AuditTrail } from '../../../operations/index.ts';
import { expression } from '../calls/expression.ts';
import { queryAll } from '../calls/query.ts';
import { type Item, keyOf, type Table } from '../table.ts';

const SECONDS_PER_DAY = 86_400;
/** After every other character of an id. */
const LAST = '~';

/**
 * The entry is written twice, in one transaction: into the month of the stage, and into the partition of its group. So
 * the list of one group reads no entries of others.
 */
export function auditTrail(table: Table): AuditTrail {
  const put = (key: Item, entry: AuditEntry) => {
    const expires = Math.floor(entry.at / 1000) + AUDIT_KEPT_DAYS * SECONDS_PER_DAY;
    return { Put: { TableName: table.name, Item: { ...entry, ...key, [EXPIRES_ATTRIBUTE]: expires } } };
  };
  return {
    async record(entry) {
      const { id, at, group } = entry;
      const ofStage = { [KEY.partition]: auditKey(monthOf(at)), [KEY.sort]: id };
      const ofGroup = group === null ? [] : [put(keyOf(group, SORT.auditPrefix + id), entry)];
      await table.call('TransactWriteItems', { TransactItems: [put(ofStage, entry), ...ofGroup] });
    },

    async list({ group, ...query }) {
      if (group !== undefined) return entriesIn(table, groupKey(group), SORT.auditPrefix, query);
      const entries: AuditEntry[] = [];
      for (const month of months(query.after?.at ?? query.now, query.from)) {
        const limit = query.limit - entries.length;
        entries.push(...(await entriesIn(table, auditKey(month), '', { ...query, limit })));
        if (entries.length >= query.limit) break;
      }
      return entries;
    },
  };
}

async function entriesIn(
  table: Table,
  partition: string,
  prefix: string,
  { from, limit, after }: Omit<AuditQuery, 'group'>,
): Promise<AuditEntry[]> {
  const request = expression({
    key: `#${KEY.partition} = :partition AND #${KEY.sort} BETWEEN :first AND :last`,
    filter: '#at >= :from AND #id <> :after',
    values: {
      partition,
      first: `${prefix}0`,
      last: `${prefix}${after?.id ?? LAST}`,
      from,
      after: after?.id ?? '',
    },
  });
  const items = await queryAll(table, { ...request, ScanIndexForward: false, ConsistentRead: true }, limit);
  return items.map(entryOf);
}

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** The months between two moments, the later one first. */
function* months(from: number, until: number): Generator<string> {
  for (const day = new Date(from); ; day.setUTCMonth(day.getUTCMonth() - 1)) {
    // The first day of a month: every month has one.
    day.setUTCDate(1);
    const month = monthOf(day.getTime());
    if (month < monthOf(until)) return;
    yield month;
  }
}

const UNREADABLE: Reason = { code: 'audit-unreadable', params: {} };
const text = z.string().nullable().catch(null);
const outcome = z.object({ result: z.enum(['begun', 'done', 'failed']), reason: reasonSchema });

/** Fields that another version wrote differently are read as unknown, so that one entry does not hide the others. */
const stored = z.object({
  id: z.string(),
  at: z.number().catch(0),
  by: z.string().catch('unknown'),
  through: z.enum(THROUGH).catch('unknown'),
  from: text,
  action: z.string().catch('unknown'),
  group: text,
  because: text,
  params: z.record(z.string(), z.json()).catch({}),
  outcome: outcome.catch({ result: 'begun', reason: UNREADABLE }),
});

const entryOf = (item: Item): AuditEntry => stored.parse(item) as AuditEntry;
