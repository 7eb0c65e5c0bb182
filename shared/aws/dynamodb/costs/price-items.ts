import type { FoundPrice, PriceRecords } from '../../../evaluation/index.ts';
import { inChunks } from '../../../model/index.ts';
import { KEY, PRICES_KEY, WAITING_PREFIX } from '../../../names/index.ts';
import {
  OPERATING_SYSTEMS,
  type OperatingSystem,
  type PriceBook,
  priceField,
  type TypePrice,
  type WantedPrice,
} from '../../../prices/index.ts';
import { batchGet } from '../calls/batch-get.ts';
import { expression } from '../calls/expression.ts';
import { queryAll } from '../calls/query.ts';
import type { Item, Table } from '../table.ts';

/** An expression takes 4 KB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const ATTRIBUTES_PER_WRITE = 50;

/**
 * One item for each operating system. Each type has four attributes at most: what AWS says, and when it was last needed, in
 * each market. So no writer replaces what another one writes. AWS has about a thousand types, in six zones at most: with
 * all of them, an item has half of DynamoDB's limit.
 */
export function priceItems(table: Table): PriceRecords {
  async function write(system: OperatingSystem, attributes: Item): Promise<void> {
    for (const some of inChunks(Object.entries(attributes), ATTRIBUTES_PER_WRITE)) {
      const set = some.flatMap(([, value], index) => (value === null ? [] : [`#p${index} = :p${index}`]));
      const removed = some.flatMap(([, value], index) => (value === null ? [`#p${index}`] : []));
      const values = some.flatMap(([, value], index) => (value === null ? [] : [[`:p${index}`, value] as const]));
      const clauses = [
        set.length > 0 ? `SET ${set.join(', ')}` : [],
        removed.length > 0 ? `REMOVE ${removed.join(', ')}` : [],
      ];
      await table.call('UpdateItem', {
        TableName: table.name,
        Key: keyOf(system),
        UpdateExpression: clauses.flat().join(' '),
        ExpressionAttributeNames: Object.fromEntries(some.map(([name], index) => [`#p${index}`, name])),
        ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
      });
    }
  }

  async function writeAll<Price extends WantedPrice>(
    prices: readonly Price[],
    attributesOf: (price: Price) => Item,
  ): Promise<void> {
    for (const system of OPERATING_SYSTEMS) {
      const own = prices.filter((price) => price.system === system).map(attributesOf);
      await write(system, Object.assign({}, ...own));
    }
  }

  return {
    async read(systems) {
      const items = await batchGet(table, systems.map(keyOf));
      return Object.fromEntries(items.map((item) => [String(item[KEY.sort]), typesIn(item)])) as PriceBook;
    },
    need: (wanted, now) => writeAll(wanted, (price) => ({ [neededName(price)]: now })),
    store: (found, now) => writeAll(found, (price) => ({ [priceName(price)]: { ...saidOf(price), readAt: now } })),
    forget: (unneeded) => writeAll(unneeded, (price) => ({ [priceName(price)]: null, [neededName(price)]: null })),
    async wait(group) {
      await table.call('PutItem', { TableName: table.name, Item: waitingKey(group) });
    },
    async retryWaiting() {
      const request = expression({
        key: `#${KEY.partition} = :prices AND begins_with(#${KEY.sort}, :waiting)`,
        values: { prices: PRICES_KEY, waiting: WAITING_PREFIX },
      });
      const items = await queryAll(table, request);
      const groups = items.map((item) => String(item[KEY.sort]).slice(WAITING_PREFIX.length));
      // The stream of the table shows the deletion.
      for (const group of groups) await table.call('DeleteItem', { TableName: table.name, Key: waitingKey(group) });
      return groups;
    },
  };
}

type Named = Pick<WantedPrice, 'market' | 'type'>;

const waitingKey = (group: string) => ({ [KEY.partition]: PRICES_KEY, [KEY.sort]: `${WAITING_PREFIX}${group}` });
const keyOf = (system: OperatingSystem) => ({ [KEY.partition]: PRICES_KEY, [KEY.sort]: system });
const priceName = ({ market, type }: Named): string => `${market}:${type}`;
const neededName = ({ market, type }: Named): string => `needed:${market}:${type}`;
const ATTRIBUTE = /^(needed:)?(on-demand|spot|matching):(.+)$/;

function saidOf(found: FoundPrice): Item {
  if (found.market === 'matching') return { types: found.types, of: found.of };
  return found.market === 'spot' ? { zones: found.zones } : found.usd === null ? {} : { usd: found.usd };
}

/** The attributes are plain data that only this adapter writes. */
function typesIn(item: Item): Record<string, TypePrice> {
  const types: Record<string, TypePrice> = {};
  for (const [attribute, written] of Object.entries(item)) {
    const [, needed, market, type] = ATTRIBUTE.exec(attribute) ?? [];
    if (type === undefined) continue;
    const field = priceField(market as WantedPrice['market']);
    const added = needed === undefined ? (written as object) : { neededAt: written as number };
    types[type] = { ...types[type], [field]: { ...types[type]?.[field], ...added } };
  }
  return types;
}
