import { groupedBy, inChunks, inTurns } from '../../../model/index.ts';
import { EXPIRES_ATTRIBUTE, KEY, pushedKey, pushedPage } from '../../../names/index.ts';
import { PUSHED_KEPT_SECONDS, type PushedSeries, type PushedValues } from '../../../sources/index.ts';
import type { Item, Table } from '../table.ts';
import { type Frame, frameEnd, frameSort, framesOf, OWN_SORT, ownFramesOf, SeriesReader } from './pushed-frames.ts';

/** An expression has at most 4 KB and 300 operators: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const VALUES_PER_UPDATE = 200;
const AT_ONCE = 20;
/** Pages of 1 MB that one query reads, newest first. A longer past is cut: reading it would take longer than an evaluation may. */
const MOST_PAGES = 8;
/** How long a group is known to have items of its own. Renewed at half of it. */
const OWN_KNOWN_MS = 86_400_000;
/**
 * A write is billed by the size of its item, and a partition takes a thousand units a second. A page whose item costs more
 * is full: groups that push several metrics every second must not make the pushes of others fail.
 */
const MOST_UNITS = 32;
/** Full items that a process remembers. Each matters for 15 s. */
const MOST_FULL = 1000;

/** How far a query has come, newest first. */
interface Reached {
  /** Everything since this moment was read; ms since the epoch. */
  readonly since: number;
  /** Why it has ended there; null if it had read enough. */
  readonly error: Error | null;
}

/** Pushed values in the table. */
export function pushedValues(table: Table): PushedValues {
  const { call, name: TableName } = table;
  const knownUntil = new Map<string, number>();
  const full = new Set<string>();

  const set = ({ partition, sort, start }: Frame, attributes: readonly (readonly [string, number])[]) => {
    const expires = [EXPIRES_ATTRIBUTE, Math.ceil(start / 1000) + PUSHED_KEPT_SECONDS] as const;
    const Key = { [KEY.partition]: partition, [KEY.sort]: sort };
    const ReturnConsumedCapacity = 'TOTAL' as const;
    return call('UpdateItem', { TableName, Key, ReturnConsumedCapacity, ...setting([...attributes, expires]) });
  };

  const noteFull = (key: string) => {
    if (full.size >= MOST_FULL) full.clear();
    full.add(key);
  };

  /** Returns the groups whose values have no room. */
  async function putFrame(frame: Frame, now: number): Promise<string[]> {
    const left: string[] = [];
    for (const some of inChunks([...frame.attributes], VALUES_PER_UPDATE)) {
      if (await fits(frame, some)) continue;
      if (frame.group !== null) left.push(frame.group);
      // The groups of a page push more than one item holds. From now on, each has an item for itself.
      else {
        for (const own of ownFramesOf(frame, some)) {
          await noteOwn(own.group, now);
          if (!(await fits(own, [...own.attributes]))) left.push(own.group);
        }
      }
    }
    return left;
  }

  /** Returns whether the item had room. */
  async function fits(frame: Frame, attributes: readonly (readonly [string, number])[]): Promise<boolean> {
    const key = `${frame.partition} ${frame.sort}`;
    if (full.has(key)) return false;
    try {
      const { ConsumedCapacity: { CapacityUnits: units = 0 } = {} } = await set(frame, attributes);
      if (frame.group === null && units > MOST_UNITS) noteFull(key);
      return true;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      noteFull(key);
      return false;
    }
  }

  /** Lists a group among those with items of their own, so that evaluations of all others need not look for any. */
  async function noteOwn(group: string, now: number): Promise<void> {
    const isKnown = () => (knownUntil.get(group) ?? 0) > now + OWN_KNOWN_MS / 2;
    if (isKnown()) return;
    const Key = { [KEY.partition]: pushedKey(pushedPage(group)), [KEY.sort]: OWN_SORT };
    const { Item: item = {} } = await call('GetItem', { TableName, Key });
    const stored = item[marked(group)];
    if (typeof stored === 'number') knownUntil.set(group, stored);
    if (isKnown()) return;
    const until = now + OWN_KNOWN_MS;
    const mark = setting([
      [marked(group), until],
      [EXPIRES_ATTRIBUTE, Math.ceil(until / 1000)],
    ]);
    await call('UpdateItem', { TableName, Key, ...mark });
    knownUntil.set(group, until);
  }

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
        for (const reader of readers) if (item[marked(reader.group)] !== undefined) withOwn.add(reader);
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

  return {
    async put(values, now) {
      const groups = new Set(values.filter(({ worker }) => worker !== null).map(({ group }) => group));
      // First, because a value that nobody looks for is lost.
      await inTurns([...groups], AT_ONCE, (group) => noteOwn(group, now));
      return new Set((await inTurns(framesOf(values), AT_ONCE, (frame) => putFrame(frame, now))).flat());
    },

    async read(groups) {
      const pages = [...groupedBy(groups, ({ group }) => pushedPage(group))];
      const found = await inTurns(pages, AT_ONCE, async ([page, some]) => {
        const readers = some.map(({ group, since }) => new SeriesReader(group, since));
        const series = await readPage(page, readers);
        return readers.map(({ group }, index) => [group, series[index]] as [string, PushedSeries | Error]);
      });
      return new Map(found.flat());
    },
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items: 400 KB */
const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationException' && /item size.*exceeded/i.test(error.message);

/** Sets attributes, whatever characters their names have. */
const setting = (attributes: readonly (readonly [string, number])[]) => ({
  UpdateExpression: `SET ${attributes.map((_, index) => `#a${index} = :a${index}`).join(', ')}`,
  ExpressionAttributeNames: Object.fromEntries(attributes.map(([name], index) => [`#a${index}`, name])),
  ExpressionAttributeValues: Object.fromEntries(attributes.map(([, value], index) => [`:a${index}`, value])),
});

/** A name that is no key of the item, whatever the group is called. */
const marked = (group: string): string => `${group}/`;
