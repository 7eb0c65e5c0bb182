import type { EvaluationRecord, EvaluationRecords, NewRecord, RecordedCase } from '../../../evaluation/index.ts';
import { groupedBy, inTurns } from '../../../model/index.ts';
import { casesKey, EXPIRES_ATTRIBUTE, evaluationsKey, KEY } from '../../../names/index.ts';
import { expression } from '../calls/expression.ts';
import { queryAll } from '../calls/query.ts';
import type { Item, Table } from '../table.ts';
import { blocksOf, inBlocks } from './evaluation-blocks.ts';
import { compressed, expanded, FRAME_VERSION, frameOf, frameTime, recordsIn } from './evaluation-frames.ts';

const AT_ONCE = 20;
/** A frame is stored under the time of its newest record; its oldest one is no older than an evaluation may take. */
const FRAME_SPANS_MS = 120_000;
/** Longer times are read in parts, several at once. */
const PART_MS = 6 * 3_600_000;
/** Most groups are evaluated every minute, and steady ones every five. */
const LATEST_WITHIN_MS = [120_000, 900_000];
/** DynamoDB's limit for an item is 400 KB. */
const MOST_BYTES = 300_000;

/** Records of evaluations in items that the groups of a message share. */
export function evaluationRecords(table: Table): EvaluationRecords {
  const put = async (partition: string, sort: string, text: string, keep: number, at: number): Promise<void> => {
    const key = { [KEY.partition]: partition, [KEY.sort]: sort };
    const expires = { [EXPIRES_ATTRIBUTE]: Math.ceil(at / 1000) + keep };
    const content = { v: FRAME_VERSION, records: compressed(text) };
    await table.call('PutItem', { TableName: table.name, Item: { ...key, ...content, ...expires } });
  };

  async function putFrame({ partition, records, keep }: Frame): Promise<void> {
    const [at, text] = [frameTime(records), frameOf(records)];
    if (records.length > 1 && text.length > MOST_BYTES) {
      const half = Math.ceil(records.length / 2);
      await putFrame({ partition, keep, records: records.slice(0, half) });
      return putFrame({ partition, keep, records: records.slice(half) });
    }
    // The name distinguishes frames of the same moment.
    await put(partition, `${timeSort(at)}#${records[0]?.group}`, text, keep, at);
  }

  /** The readable items of a partition between two moments. Those of later versions of Headcount are not readable. */
  async function itemsBetween(partition: string, from: number, to: number): Promise<{ at: number; text: string }[]> {
    const values = { partition, from: timeSort(from), to: `${timeSort(to)}#~` };
    const key = `#${KEY.partition} = :partition AND #${KEY.sort} BETWEEN :from AND :to`;
    const items = await queryAll(table, expression({ key, values }));
    return items.flatMap((item) => (item['v'] === FRAME_VERSION ? [textOf(item)] : []));
  }

  return {
    async append(records) {
      await inTurns(framesOf(records), AT_ONCE, putFrame);
      const withCase = records.filter(({ recordedCase }) => recordedCase !== null);
      await inTurns(withCase, AT_ONCE, ({ record: { group, at }, keep, recordedCase }) =>
        put(casesKey(group), timeSort(at), JSON.stringify(recordedCase), keep, at),
      );
    },

    async latest(groups, now) {
      const found = new Map<string, EvaluationRecord>();
      for (const within of LATEST_WITHIN_MS) {
        const missing = new Set(groups.filter((group) => !found.has(group)));
        const partitions = [...new Set([...missing].flatMap(partitionsOf))];
        await inTurns(partitions, AT_ONCE, async (partition) => {
          for (const { at, text } of await itemsBetween(partition, now - within, now + FRAME_SPANS_MS)) {
            for (const record of recordsIn(text, at, (group) => missing.has(group))) {
              const since = found.get(record.group)?.at ?? now - within;
              if (record.result !== 'lost' && record.at >= since) found.set(record.group, record);
            }
          }
        });
      }
      return found;
    },

    async between(group, from, to) {
      const reads = partitionsOf(group).flatMap((partition) =>
        partsOf(from, to + FRAME_SPANS_MS).map((part) => ({ partition, ...part })),
      );
      const read = await inTurns(reads, AT_ONCE, async ({ partition, start, end }) => {
        const items = await itemsBetween(partition, start, end);
        return items.flatMap(({ at, text }) => recordsIn(text, at, (other) => other === group));
      });
      const records = read.flat().filter(({ at }) => at >= from && at <= to);
      return records.sort((one, other) => one.at - other.at);
    },

    async cases(group, from, to) {
      const parts = await inTurns(partsOf(from, to), AT_ONCE, ({ start, end }) =>
        itemsBetween(casesKey(group), start, end),
      );
      return parts.flat().map(({ text }) => JSON.parse(text) as RecordedCase);
    },
  };
}

interface Frame {
  readonly partition: string;
  readonly records: readonly EvaluationRecord[];
  readonly keep: number;
}

/** Records that are kept for the same time share frames. */
const framesOf = (written: readonly NewRecord[]): Frame[] =>
  [...groupedBy(written, ({ keep }) => keep)].flatMap(([keep, some]) =>
    inBlocks(some.map(({ record }) => record)).map(({ block, items }) => ({
      partition: evaluationsKey(block),
      records: items,
      keep,
    })),
  );

const partitionsOf = (group: string): string[] => blocksOf(group).map(evaluationsKey);

/** All have thirteen digits until the year 2286, so they sort by time. */
const timeSort = (at: number): string => String(Math.max(0, Math.floor(at))).padStart(13, '0');

/** The time from one moment to another one in parts, which do not overlap. */
function partsOf(from: number, to: number): { readonly start: number; readonly end: number }[] {
  const parts: { start: number; end: number }[] = [];
  for (let start = from; start <= to; start += PART_MS) parts.push({ start, end: Math.min(to, start + PART_MS - 1) });
  return parts;
}

const textOf = (item: Item): { at: number; text: string } => ({
  at: Number.parseInt(String(item[KEY.sort]), 10),
  text: expanded(item['records'] as Uint8Array),
});
