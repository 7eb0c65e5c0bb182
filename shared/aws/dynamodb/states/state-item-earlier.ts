import type { SliceName } from '../../../state/index.ts';
import type { Item } from '../table.ts';

/**
 * The layout of version 0.1, which stored every field of the state in a separate attribute. Such items still load. The
 * first write of a slice removes its attributes of that layout.
 */
const EARLIER: Readonly<Partial<Record<SliceName, readonly string[]>>> = {
  policy: ['version', 'faults', 'retiring', 'refusedAt', 'retiredAt'],
  decision: [
    ...['desired', 'lastOutAt', 'lastInAt', 'ruleFiredAt'],
    ...['proposals', 'changes', 'missing', 'tuned', 'readings'],
  ],
  drains: ['draining'],
  notices: ['warned'],
  // Capacity shortages are now stored for the account, and only for minutes.
  provider: ['launched', 'unfulfilled', 'breaker', 'replacing', 'spared', 'unavailable'],
};

export const earlierFields = (slices: readonly string[]): string[] =>
  slices.flatMap((name) => EARLIER[name as SliceName] ?? []);

/** The content of an item of the earlier layout, by slice, under the current names and not validated. */
export function earlierSlices(item: Item) {
  const { desired, lastOutAt, lastInAt, ruleFiredAt, proposals, changes, missing, tuned, readings } = item;
  return {
    policy: given({ version: item['version'], errors: item['faults'], deleting: item['retiring'] }),
    decision: given({ desired, lastOutAt, lastInAt, ruleFiredAt, proposals, changes, missing, tuned, readings }),
    drains: inList(item['draining'] ?? [], ({ victims, healthy, retold, ...drain }) =>
      given({ ...drain, workers: victims, cancelable: healthy, extended: retold }),
    ),
    notices: item['warned'] ?? [],
    provider: given({
      launched: inList(item['launched'], ({ market, ...worker }) => given({ ...worker, capacityType: market })),
      shortfall: item['unfulfilled'],
      launchBackoff: item['breaker'],
      replacementsInFlight: item['replacing'],
      terminationSkipped: item['spared'],
    }),
  };
}

const given = (fields: Item): Item =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Leaves invalid lists and entries unchanged, so that the schema rejects them. */
const inList = (value: unknown, renamed: (entry: Item) => Item): unknown =>
  Array.isArray(value)
    ? value.map((entry) => (typeof entry === 'object' && entry !== null ? renamed(entry) : entry))
    : value;
