import { groupedBy, inTurns } from '../../model/index.ts';
import { EXPIRES_ATTRIBUTE, KEY, pushedKey, pushedPage } from '../../names/index.ts';
import { PUSHED_KEPT_SECONDS, type PushedSeries, type PushedValues } from '../../sources/index.ts';
import { inChunks } from '../chunks.ts';
import { type Frame, frameSort, framesOf, SeriesReader, WORKERS_SORT } from './pushed-frames.ts';
import { pagesOf } from './query.ts';
import type { Item, Table } from './table.ts';

/** An expression has at most 4 KB and 300 operators: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const VALUES_PER_UPDATE = 200;
const AT_ONCE = 20;
/** Pages of 1 MB that one query reads, newest first. A longer past is cut: reading it would take longer than an evaluation may. */
const MOST_PAGES = 8;
/** How long a group is known to have workers that push. Renewed at half of it. */
const WORKERS_KNOWN_MS = 86_400_000;

/** Pushed values in the table. */
export function pushedValues(table: Table): PushedValues {
  const { call, name: TableName } = table;
  const knownUntil = new Map<string, number>();

  async function putFrame({ partition, sort, start, attributes }: Frame): Promise<void> {
    const expires = Math.ceil(start / 1000) + PUSHED_KEPT_SECONDS;
    for (const some of inChunks([...attributes], VALUES_PER_UPDATE)) {
      const Key = { [KEY.partition]: partition, [KEY.sort]: sort };
      await call('UpdateItem', { TableName, Key, ...setting([...some, [EXPIRES_ATTRIBUTE, expires]]) });
    }
  }

  /** Lists a group among those whose workers push, so that evaluations of all others need not look for such values. */
  async function noteWorkers(group: string, now: number): Promise<void> {
    const isKnown = () => (knownUntil.get(group) ?? 0) > now + WORKERS_KNOWN_MS / 2;
    if (isKnown()) return;
    const Key = { [KEY.partition]: pushedKey(pushedPage(group)), [KEY.sort]: WORKERS_SORT };
    const { Item: item = {} } = await call('GetItem', { TableName, Key });
    const stored = item[marked(group)];
    if (typeof stored === 'number') knownUntil.set(group, stored);
    if (isKnown()) return;
    const until = now + WORKERS_KNOWN_MS;
    const mark = setting([
      [marked(group), until],
      [EXPIRES_ATTRIBUTE, Math.ceil(until / 1000)],
    ]);
    await call('UpdateItem', { TableName, Key, ...mark });
    knownUntil.set(group, until);
  }

  /** The items of a partition from a sort key on. */
  async function itemsFrom(partition: string, from: string): Promise<Item[]> {
    const items: Item[] = [];
    const query = {
      // A push evaluates at once, and must find its own value.
      ...{ ConsistentRead: true, ScanIndexForward: false },
      KeyConditionExpression: '#pk = :pk AND #sk >= :from',
      ExpressionAttributeNames: { '#pk': KEY.partition, '#sk': KEY.sort },
      ExpressionAttributeValues: { ':pk': partition, ':from': from },
    };
    let pages = 0;
    for await (const page of pagesOf(table, 'Query', query)) {
      items.push(...page);
      if (++pages === MOST_PAGES) break;
    }
    return items;
  }

  async function readPage(page: number, readers: readonly SeriesReader[], since: number): Promise<void> {
    const items = await itemsFrom(pushedKey(page), frameSort(since));
    const byGroup = new Map(readers.map((reader) => [reader.group, reader]));
    const withWorkers: SeriesReader[] = [];
    for (const item of items) {
      const sort = String(item[KEY.sort]);
      if (sort === WORKERS_SORT) {
        withWorkers.push(...readers.filter(({ group }) => item[marked(group)] !== undefined));
        continue;
      }
      for (const [name, value] of Object.entries(item)) {
        const end = name.indexOf('/');
        if (end > 0) byGroup.get(name.slice(0, end))?.addOfGroup(sort, name.slice(end + 1), value);
      }
    }
    await Promise.all(
      withWorkers.map(async (reader) => {
        for (const item of await itemsFrom(pushedKey(reader.group), frameSort(since))) {
          reader.addWorker(String(item[KEY.sort]), item);
        }
      }),
    );
  }

  return {
    async put(values, now) {
      const groups = new Set(values.filter(({ worker }) => worker !== null).map(({ group }) => group));
      // First, because a value that nobody looks for is lost.
      await inTurns([...groups], AT_ONCE, (group) => noteWorkers(group, now));
      await inTurns(framesOf(values), AT_ONCE, putFrame);
    },

    async read(groups) {
      const found = new Map<string, PushedSeries | Error>();
      const pages = [...groupedBy(groups, ({ group }) => pushedPage(group))];
      await inTurns(pages, AT_ONCE, async ([page, some]) => {
        const readers = some.map(({ group, since }) => new SeriesReader(group, since));
        try {
          await readPage(page, readers, Math.min(...some.map(({ since }) => since)));
          for (const reader of readers) found.set(reader.group, reader.series());
        } catch (error) {
          for (const { group } of readers) found.set(group, error instanceof Error ? error : new Error(String(error)));
        }
      });
      return found;
    },
  };
}

/** Sets attributes, whatever characters their names have. */
const setting = (attributes: readonly (readonly [string, number])[]) => ({
  UpdateExpression: `SET ${attributes.map((_, index) => `#a${index} = :a${index}`).join(', ')}`,
  ExpressionAttributeNames: Object.fromEntries(attributes.map(([name], index) => [`#a${index}`, name])),
  ExpressionAttributeValues: Object.fromEntries(attributes.map(([, value], index) => [`:a${index}`, value])),
});

/** A name that is no key of the item, whatever the group is called. */
const marked = (group: string): string => `${group}/`;
