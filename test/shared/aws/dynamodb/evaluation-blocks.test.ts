import { describe, expect, it } from 'vitest';
import { type Block, blocksOf, inBlocks } from '../../../../shared/aws/dynamodb/evaluations/evaluation-blocks.ts';
import { evaluationsKey, GROUPS_PER_MESSAGE, pushedPage } from '../../../../shared/names/index.ts';

const groups = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ group: `orders-worker-${index}` })).sort(
    (one, other) => pushedPage(one.group) - pushedPage(other.group),
  );
const messages = (count: number) => {
  const all = groups(count);
  return Array.from({ length: Math.ceil(count / GROUPS_PER_MESSAGE) }, (_, index) =>
    all.slice(index * GROUPS_PER_MESSAGE, (index + 1) * GROUPS_PER_MESSAGE),
  );
};
const contains = ({ first, size }: Block, group: string) =>
  pushedPage(group) >= first && pushedPage(group) < first + size;

describe('blocks of the groups that are evaluated together', () => {
  it.each([1, 20, 50])('has one for a stage of %i groups', (count) => {
    expect(inBlocks(groups(count))).toHaveLength(1);
  });

  it('has each group in one, and a reader of the group knows it', () => {
    for (const message of [...messages(1000), groups(5000)]) {
      const blocks = inBlocks(message);
      expect(
        blocks.flatMap(({ items }) => items).toSorted((one, other) => one.group.localeCompare(other.group)),
      ).toEqual(message.toSorted((one, other) => one.group.localeCompare(other.group)));
      for (const { block, items } of blocks) {
        for (const { group } of items) {
          expect(contains(block, group)).toBe(true);
          expect(blocksOf(group).map(evaluationsKey)).toContain(evaluationsKey(block));
        }
      }
    }
  });

  it('has one or two for a message, whatever the size of the stage', () => {
    for (const count of [100, 1000, 10_000]) {
      const all = messages(count);
      const blocks = all.reduce((sum, message) => sum + inBlocks(message).length, 0);
      expect(blocks / all.length).toBeLessThan(2.1);
    }
  });

  it('makes a reader of one group of 10,000 read few others', () => {
    const blocks = messages(10_000).flatMap(inBlocks);
    for (const { group } of groups(10_000).filter((_, index) => index % 500 === 0)) {
      const keys = new Set(blocksOf(group).map(evaluationsKey));
      const read = blocks.filter(({ block }) => keys.has(evaluationsKey(block)));
      expect(read.reduce((sum, { items }) => sum + items.length, 0)).toBeLessThan(250);
    }
  });

  it('puts the evaluation of one group in its own page', () => {
    const [{ block } = { block: null }] = inBlocks([{ group: 'web' }]);
    expect(block).toEqual({ first: pushedPage('web'), size: 1 });
  });
});
