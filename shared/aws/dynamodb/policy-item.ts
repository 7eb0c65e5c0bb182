import type { PolicyItem } from '../../evaluation/index.ts';
import { KEY, POLICY_ITEM_EXTRAS } from '../../names/index.ts';
import { groupOfKey, type Item } from './table.ts';

/**
 * A POLICY item: its attributes without keys and extras are the document. `group` comes from the key if the author
 * omitted it. This function checks nothing; validation reports any unknown attribute.
 */
export function policyItemOf(item: Item): PolicyItem {
  const {
    [KEY.partition]: partition,
    [KEY.sort]: _sort,
    [POLICY_ITEM_EXTRAS.by]: by,
    [POLICY_ITEM_EXTRAS.because]: because,
    [POLICY_ITEM_EXTRAS.at]: _at,
    ...document
  } = item;
  const group = groupOfKey(partition);
  return {
    document: group === null ? document : { group, ...document },
    by: typeof by === 'string' ? by : null,
    because: typeof because === 'string' ? because : null,
  };
}
