import { KEY, pushedKey } from '../../../names/index.ts';
import type { PushedSeries } from '../../../sources/index.ts';
import type { Item, Table } from '../table.ts';
import { ownMark } from './own-groups.ts';
import { frameEnd, frameSort, OWN_SORT, type SeriesReader } from './pushed-frames.ts';

/** Pages of 1 MB that one query reads, newest first. A longer past is cut: reading it would take longer than an evaluation may. */
const MOST_PAGES = 8;

/** How far a query has come, newest first. */
interface Reached {
  /** Everything since this moment was read; ms since the epoch. */
  readonly since: number;
  /** Why it has ended there; null if it had read enough. */
  readonly error: Error | null;
}

/** Reads the series of groups that share a page, each since its reader's moment. Returns them in the order of the readers. */
export type ReadPage = (page: number, readers: readonly SeriesReader[]) => Promise<(PushedSeries | Error)[]>;

export function pageReader({ call, name: TableName }: Table): ReadPage {
  /** Hands over the items of a partition since a moment, newest first. */
  async function readItems(
    partition: string,
    since: number,
    add: (sort: string, item: Item) => void,
  ): Promise<Reached> {
    let start: Item | undefined;
    let oldest = Number.POSITIVE_INFINITY;
    try {
      for (let page = 0; page < MOST_PAGES; page++) {
        const found = await call('Query', {
          TableName,
          // A push evaluates at once, and must find its own value. What is older has arrived long ago, and costs half.
          ConsistentRead: page === 0,
          ScanIndexForward: false,
          KeyConditionExpression: '#pk = :pk AND #sk >= :from',
          ExpressionAttributeNames: { '#pk': KEY.partition, '#sk': KEY.sort },
          ExpressionAttributeValues: { ':pk': partition, ':from': frameSort(since) },
          ...(start && { ExclusiveStartKey: start }),
        });
        for (const item of found.Items ?? []) {
          const sort = String(item[KEY.sort]);
          add(sort, item);
          // There may be further items of the same 15 seconds.
          if (sort !== OWN_SORT) oldest = frameEnd(sort);
        }
        start = found.LastEvaluatedKey;
        if (start === undefined) return { since, error: null };
      }
      return { since: oldest, error: null };
    } catch (error) {
      return { since: oldest, error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  async function readPage(page: number, readers: readonly SeriesReader[]): Promise<(PushedSeries | Error)[]> {
    const byGroup = new Map(readers.map((reader) => [reader.group, reader]));
    const withOwn = new Set<SeriesReader>();
    const since = Math.min(...readers.map((reader) => reader.since));
    const reached = await readItems(pushedKey(page), since, (sort, item) => {
      if (sort === OWN_SORT) {
        for (const reader of readers) if (item[ownMark(reader.group)] !== undefined) withOwn.add(reader);
        return;
      }
      for (const [name, value] of Object.entries(item)) {
        const end = name.indexOf('/');
        if (end > 0) byGroup.get(name.slice(0, end))?.addOfGroup(sort, name.slice(end + 1), value);
      }
    });
    return Promise.all(
      readers.map(async (reader) => {
        // A long past of one group does not cost the others theirs: they have all of it before it fails or ends.
        if (reached.error && reached.since > reader.since) return reached.error;
        if (!withOwn.has(reader)) return reader.series(reached.since);
        const own = await readItems(pushedKey(reader.group), reader.since, (sort, item) => reader.addOwn(sort, item));
        return own.error ?? reader.series(Math.max(reached.since, own.since));
      }),
    );
  }

  return readPage;
}
