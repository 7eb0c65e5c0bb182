import { groupedBy } from '../../model/index.ts';
import { TAG, tagsOfReport } from '../../names/index.ts';
import type { SizedGroups } from '../sized/index.ts';
import { ownIdIn } from './worker.ts';

/** Texts to keep for a worker, under the same names as the tags of an instance. Null removes one. */
type Marks = Readonly<Record<string, string | null>>;

/**
 * Drains and reports as marks of workers. `nameOf`: the group in the id of a worker, null for a worker of another kind;
 * `mark`: marks workers of one group, by their own ids.
 */
export function markedBy(
  nameOf: (id: string) => string | null,
  mark: (name: string, workers: readonly string[], marks: Marks) => Promise<void>,
): Pick<SizedGroups<unknown>, 'mark' | 'unmark' | 'markDrained' | 'markReported'> {
  async function markAll(ids: readonly string[], marks: Marks): Promise<void> {
    const named = ids.flatMap((id) => {
      const name = nameOf(id);
      return name === null ? [] : [{ name, own: ownIdIn(id) }];
    });
    for (const [name, some] of groupedBy(named, (each) => each.name)) {
      await mark(
        name,
        some.map(({ own }) => own),
        marks,
      );
    }
  }
  return {
    mark: (ids, until) => markAll(ids, { [TAG.drainingUntil]: new Date(until).toISOString() }),
    unmark: (ids) => markAll(ids, { [TAG.drainingUntil]: null, [TAG.drained]: null }),
    markDrained: (id) => markAll([id], { [TAG.drained]: 'true' }),
    markReported: (id, report, at) => markAll([id], tagsOfReport(report, at)),
  };
}
