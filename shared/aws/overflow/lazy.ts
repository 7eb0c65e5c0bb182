import type { OtherRegions, OverflowRecords } from '../../evaluation/index.ts';
import { once } from '../../model/index.ts';
import type { Table } from '../dynamodb/table.ts';
import type { Borrowed } from '../query/call.ts';

/** Other regions, whose code is loaded when the first group asks one: few do. */
export function lazyOverflow(
  borrowed: Borrowed,
  table: Table,
  stage: string,
): OtherRegions & Pick<OverflowRecords, 'noteAsked'> {
  const use = once(async () => {
    const [{ otherRegions }, { overflowRecords }] = await Promise.all([
      import('./other-regions.ts'),
      import('../dynamodb/states/overflow-records.ts'),
    ]);
    return { ...otherRegions(borrowed, { stage }), ...overflowRecords(table) };
  });
  return {
    stage,
    own: () => borrowed.region(),
    send: async (...args) => (await use()).send(...args),
    noteAsked: async (...args) => (await use()).noteAsked(...args),
  };
}
