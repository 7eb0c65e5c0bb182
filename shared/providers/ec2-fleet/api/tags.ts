import type { QueryCall } from '../../../aws/query/call.ts';
import { type Report, TAG, tagsOfReport, type UnreadableReport } from '../../../names/index.ts';
import { onPresent } from '../../ec2/api/present.ts';
import type { SeenInstance } from '../../ec2/api/seen-instance.ts';

/** Instances by id, as EC2 describes them now; those that are gone are missing. */
export type FindInstances = (ids: readonly string[]) => Promise<ReadonlyMap<string, SeenInstance>>;

/** EC2 sets it on every instance that a fleet launches. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/tag-ec2-fleet.html */
export const FLEET_TAG = 'aws:ec2:fleet-id';

export function instanceTags(call: QueryCall, find: FindInstances) {
  async function change(ids: readonly string[], action: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const present = async (some: readonly string[]): Promise<string[]> =>
      [...(await find(some)).values()].filter(isTagged).map(({ id }) => id);
    const changeSome = (some: readonly string[]): Promise<unknown> => {
      const resources = Object.fromEntries(some.map((id, index) => [`ResourceId.${index + 1}`, id]));
      return call(action, { ...resources, ...tags });
    };
    await onPresent(await present(ids), changeSome, present);
  }

  const set = (ids: readonly string[], tags: Readonly<Record<string, string>>): Promise<void> =>
    change(ids, 'CreateTags', parametersOf(tags));

  return {
    /** Marks instances as draining until that moment (ms since the epoch). */
    mark: (ids: readonly string[], until: number) => set(ids, { [TAG.drainingUntil]: new Date(until).toISOString() }),
    /** Removes these marks, and the worker's answer to them, whatever their values. */
    unmark: (ids: readonly string[]) =>
      change(ids, 'DeleteTags', { 'Tag.1.Key': TAG.drainingUntil, 'Tag.2.Key': TAG.drained }),
    markDrained: (id: string) => set([id], { [TAG.drained]: 'true' }),
    markReported: (id: string, report: Report | UnreadableReport, at: number) => set([id], tagsOfReport(report, at)),
  };
}

const parametersOf = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value], index) => [
      [`Tag.${index + 1}.Key`, key],
      [`Tag.${index + 1}.Value`, value],
    ]),
  );

/** One that has ended loses its tags some time later, and with them the permission to change them. */
const GONE = new Set(['shutting-down', 'terminated']);
const isTagged = ({ state, tags }: SeenInstance): boolean =>
  !GONE.has(state) && tags[FLEET_TAG] !== undefined && tags[TAG.stage] !== undefined;
