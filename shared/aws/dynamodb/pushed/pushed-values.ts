import { groupedBy, inTurns } from '../../../model/index.ts';
import { pushedPage } from '../../../names/index.ts';
import type { PushedSeries, PushedValues } from '../../../sources/index.ts';
import type { Table } from '../table.ts';
import { frameWriter } from './frame-writer.ts';
import { ownGroups } from './own-groups.ts';
import { pageReader } from './page-reader.ts';
import { framesOf, SeriesReader } from './pushed-frames.ts';

const AT_ONCE = 20;

/** Pushed values in the table. */
export function pushedValues(table: Table): PushedValues {
  const own = ownGroups(table);
  const writeFrame = frameWriter(table, own);
  const readPage = pageReader(table);

  return {
    async put(values, now) {
      const groups = new Set(values.filter(({ worker }) => worker !== null).map(({ group }) => group));
      // First, because a value that nobody looks for is lost.
      await inTurns([...groups], AT_ONCE, (group) => own.note(group, now));
      return new Set((await inTurns(framesOf(values), AT_ONCE, (frame) => writeFrame(frame, now))).flat());
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
