import type { PolicyChangeMade, PolicyItem } from '../../../evaluation/index.ts';
import { changeId } from '../../../model/index.ts';
import { KEY, POLICY_ITEM_EXTRAS } from '../../../names/index.ts';
import { policyDocument } from '../../../policy/index.ts';
import { EXISTS, IS_NEW } from '../clauses.ts';
import { groupOfKey, type Item } from '../table.ts';

/**
 * A POLICY item: its attributes without keys and extras are the document. `group` comes from the key if the author
 * omitted it. This function checks nothing; validation reports any unknown attribute.
 */
export function policyItemOf(item: Item): PolicyItem {
  const document = Object.fromEntries(Object.entries(item).filter(([name]) => !NOT_OF_DOCUMENT.has(name)));
  const group = groupOfKey(item[KEY.partition]);
  const text = (name: string) => (typeof item[name] === 'string' ? item[name] : null);
  const [through, id] = [text(POLICY_ITEM_EXTRAS.through), text(POLICY_ITEM_EXTRAS.id)];
  const rolledBackTo = Number(text(POLICY_ITEM_EXTRAS.rolledBackTo) ?? Number.NaN);
  return {
    document: group === null ? document : { group, ...document },
    by: text(POLICY_ITEM_EXTRAS.by),
    because: text(POLICY_ITEM_EXTRAS.because),
    ...(through === null ? {} : { through }),
    ...(id === null ? {} : { id }),
    ...(Number.isInteger(rolledBackTo) && { rolledBackTo }),
  };
}

const NOT_OF_DOCUMENT: ReadonlySet<string> = new Set([...Object.values(KEY), ...Object.values(POLICY_ITEM_EXTRAS)]);

/** The attributes of a document and its change. `nonce` makes the change new, even if it writes the same again. */
export function policyAttributes(document: object, change: PolicyChangeMade, nonce: string, at?: string): Item {
  const { by = null, because = null, through = 'unknown', rolledBackTo } = change;
  const extras = {
    [POLICY_ITEM_EXTRAS.by]: by ?? undefined,
    [POLICY_ITEM_EXTRAS.because]: because ?? undefined,
    [POLICY_ITEM_EXTRAS.at]: at,
    [POLICY_ITEM_EXTRAS.through]: through,
    [POLICY_ITEM_EXTRAS.rolledBackTo]: rolledBackTo === undefined ? undefined : String(rolledBackTo),
    [POLICY_ITEM_EXTRAS.id]: changeId(nonce, document, { by, because }),
  };
  return { ...document, ...extras };
}

/** What a policy may have; the key has its group. */
const FIELDS = Object.keys(policyDocument.shape).filter((name) => name !== 'group');

/**
 * A condition that holds while the item is the one that was read; `null`: while there is none. An edit by another tool may
 * add a field and nothing else.
 */
export function unchangedSince(seen: PolicyItem | null) {
  if (seen === null) return { ConditionExpression: IS_NEW, ExpressionAttributeNames: { '#pk': KEY.partition } };
  // The key has the group, and the item may be without the attribute.
  const { group: _group, ...document } = Object(seen.document) as Item;
  const attributes = {
    ...document,
    [POLICY_ITEM_EXTRAS.by]: seen.by,
    [POLICY_ITEM_EXTRAS.because]: seen.because,
    [POLICY_ITEM_EXTRAS.id]: seen.id ?? null,
  };
  const numbered = Object.entries(attributes).map(([name, value], index) => ({ name, value, index }));
  const isText = (name: string) => (Object.values(POLICY_ITEM_EXTRAS) as string[]).includes(name);
  // An attribute of a change that is no text is read as null, so null says nothing about what the item has.
  const compared = numbered.filter(({ name, value }) => value !== null || !isText(name));
  const absent = FIELDS.filter((name) => !Object.hasOwn(document, name)).map((name, index) => ({ name, index }));
  return {
    ConditionExpression: [
      EXISTS,
      ...compared.map(({ index }) => `#a${index} = :a${index}`),
      ...absent.map(({ index }) => `attribute_not_exists(#n${index})`),
    ].join(' AND '),
    ExpressionAttributeNames: {
      '#pk': KEY.partition,
      ...Object.fromEntries(compared.map(({ name, index }) => [`#a${index}`, name])),
      ...Object.fromEntries(absent.map(({ name, index }) => [`#n${index}`, name])),
    },
    ...(compared.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(compared.map(({ value, index }) => [`:a${index}`, value])),
    }),
  };
}
