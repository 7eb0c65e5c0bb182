import { inChunks } from '../../../model/index.ts';
import { GROUPS_PER_MESSAGE, PUSHED_PAGES, pushedPage } from '../../../names/index.ts';

/** More groups would make the frames larger that a reader of one group has to read. */
const MOST_GROUPS = GROUPS_PER_MESSAGE;

/** Pages whose groups share items: `size` of them, a power of two, of which `first` is a multiple. */
export interface Block {
  readonly first: number;
  readonly size: number;
}

/**
 * The items of groups that are evaluated together, in blocks of neighboring pages. A block holds as many groups as a message, so that
 * an item has many of them in a small stage and few pages in a large one. A block is at most twice as long as needed: an
 * evaluation of one group, or of a few neighbors, belongs to their own pages.
 */
export function inBlocks<Item extends { readonly group: string }>(
  items: readonly Item[],
): { readonly block: Block; readonly items: readonly Item[] }[] {
  const paged = items.map((item) => ({ item, page: pushedPage(item.group) }));
  return halved(
    paged.toSorted((one, other) => one.page - other.page),
    { first: 0, size: PUSHED_PAGES },
  ).map(({ block, items }) => ({ block, items: items.map(({ item }) => item) }));
}

type Paged<Item> = readonly { readonly page: number; readonly item: Item }[];

function halved<Item>(items: Paged<Item>, { first, size }: Block): { block: Block; items: Paged<Item> }[] {
  const [start, end] = [items[0]?.page ?? 0, items.at(-1)?.page ?? 0];
  const middle = first + size / 2;
  const fits = items.length <= MOST_GROUPS && size <= 2 * (end - start + 1) && start < middle && end >= middle;
  if (size === 1 || fits) {
    return inChunks(items, MOST_GROUPS).map((some) => ({ block: { first, size }, items: some }));
  }
  const lower = items.filter(({ page }) => page < middle);
  const upper = items.slice(lower.length);
  return [
    ...(lower.length > 0 ? halved(lower, { first, size: size / 2 }) : []),
    ...(upper.length > 0 ? halved(upper, { first: middle, size: size / 2 }) : []),
  ];
}

/** All blocks that contain a group: nine. */
export function blocksOf(group: string): Block[] {
  const page = pushedPage(group);
  const blocks: Block[] = [];
  for (let size = 1; size <= PUSHED_PAGES; size *= 2) blocks.push({ first: page - (page % size), size });
  return blocks;
}
