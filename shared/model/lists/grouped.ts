/**
 * The items by the key of each, in the order in which keys first occur; within a key in the items' order.
 * `Map.groupBy` does the same, but Node has it only from 21 on, and the package runs on Node 20.
 */
export function groupedBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
