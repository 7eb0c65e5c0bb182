import type { QueryCall } from '../../aws/query/call.ts';
import { type Report, TAG, tagsOfReport, type UnreadableReport } from '../../names/index.ts';
import type { FindInstances } from './found-instances.ts';
import { tagParameters } from './mark-drained.ts';
import { onPresent } from './present.ts';
import type { SeenInstance } from './seen-instance.ts';

const GONE = new Set(['shutting-down', 'terminated']);

/**
 * Marks instances that another service launches. Those that are gone are passed over: one that has ended loses its tags
 * some time later, and with them the permission to change them. `isOurs`: whether an instance has the tags without which
 * the call is denied.
 */
export function instanceTags(call: QueryCall, find: FindInstances, isOurs: (tags: SeenInstance['tags']) => boolean) {
  async function change(ids: readonly string[], action: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const present = async (some: readonly string[]): Promise<string[]> =>
      [...(await find(some)).values()].filter(({ state, tags: own }) => !GONE.has(state) && isOurs(own)).map(idOf);
    const changeSome = (some: readonly string[]): Promise<unknown> => {
      const resources = Object.fromEntries(some.map((id, index) => [`ResourceId.${index + 1}`, id]));
      return call(action, { ...resources, ...tags });
    };
    await onPresent(await present(ids), changeSome, present);
  }

  const set = (ids: readonly string[], tags: Readonly<Record<string, string>>): Promise<void> =>
    change(ids, 'CreateTags', tagParameters(tags));

  return {
    /** Marks instances as draining until that moment (ms since the epoch). */
    mark: (ids: readonly string[], until: number) => set(ids, { [TAG.drainingUntil]: new Date(until).toISOString() }),
    /** Removes these marks, and the worker's answer to them, whatever their values. */
    unmark: (ids: readonly string[]) =>
      change(ids, 'DeleteTags', { 'Tag.1.Key': TAG.drainingUntil, 'Tag.2.Key': TAG.drained }),
    /** The worker has reported that it is done. */
    markDrained: (id: string) => set([id], { [TAG.drained]: 'true' }),
    /** What the worker has reported. */
    markReported: (id: string, report: Report | UnreadableReport, at: number) => set([id], tagsOfReport(report, at)),
  };
}

const idOf = ({ id }: SeenInstance): string => id;
