import type { UnavailableOfferings } from '../../evaluation/index.ts';
import { inChunks } from '../../model/index.ts';
import { KEY, OFFERINGS_KEY } from '../../names/index.ts';
import type { Table } from './table.ts';

const ITEM = { [KEY.partition]: OFFERINGS_KEY, [KEY.sort]: 'unavailable' };
/** An expression takes 4 KB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const OFFERINGS_PER_WRITE = 100;
/** An offering is removed this long after it expired, because the clocks of its writers may differ. */
const REMOVED_AFTER_MS = 600_000;

/**
 * One item for the account with one attribute per offering, so that writers do not conflict. Readers compare the expiry
 * time themselves: nothing depends on when an entry is removed.
 */
export function unavailableOfferings({ call, name: TableName }: Table): UnavailableOfferings {
  async function read(): Promise<Map<string, number>> {
    const { Item: item = {} } = await call('GetItem', { TableName, Key: ITEM });
    return new Map(
      Object.entries(item)
        .filter((entry): entry is [string, number] => entry[0].startsWith(PREFIX) && typeof entry[1] === 'number')
        .map(([attribute, until]) => [attribute.slice(PREFIX.length), until]),
    );
  }

  return {
    read,
    async note(offerings, until, now) {
      const known = await read();
      const noted = new Set(offerings);
      const expired = [...known].filter(([key, end]) => !noted.has(key) && end < now - REMOVED_AFTER_MS);
      for (const [index, some] of inChunks([...noted], OFFERINGS_PER_WRITE).entries()) {
        const removed = index === 0 ? expired.slice(0, OFFERINGS_PER_WRITE).map(([key]) => key) : [];
        await call('UpdateItem', { TableName, Key: ITEM, ...writing(some, removed, until) });
      }
    },
  };
}

const PREFIX = 'offering:';

function writing(noted: readonly string[], removed: readonly string[], until: number) {
  const names = [...noted, ...removed].map((key, index): [string, string] => [`#o${index}`, `${PREFIX}${key}`]);
  const set = names.slice(0, noted.length).map(([placeholder]) => `${placeholder} = :until`);
  const remove = names.slice(noted.length).map(([placeholder]) => placeholder);
  return {
    UpdateExpression: `SET ${set.join(', ')}${remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''}`,
    ExpressionAttributeNames: Object.fromEntries(names),
    ExpressionAttributeValues: { ':until': until },
  };
}
