import type { QueryCall } from '../../../aws/query/call.ts';
import { type Report, TAG, tagsOfReport, type UnreadableReport } from '../../../names/index.ts';
import { onPresent } from '../../ec2/api/present.ts';
import type { SeenInstance } from '../../ec2/api/seen-instance.ts';
import type { FindInstances } from './resize.ts';

/** A tag that Auto Scaling sets on every member. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
export const GROUP_NAME_TAG = 'aws:autoscaling:groupName';
const GONE = new Set(['shutting-down', 'terminated']);

/** Marks members as draining until that moment (ms since the epoch). Those that are gone are passed over. */
export const markDraining = (call: QueryCall, find: FindInstances, ids: readonly string[], until: number) =>
  changeTags(call, find, ids, 'CreateTags', {
    'Tag.1.Key': TAG.drainingUntil,
    'Tag.1.Value': new Date(until).toISOString(),
  });

/** Removes these marks, and the worker's answer to them, whatever their values. */
export const unmarkDraining = (call: QueryCall, find: FindInstances, ids: readonly string[]) =>
  changeTags(call, find, ids, 'DeleteTags', { 'Tag.1.Key': TAG.drainingUntil, 'Tag.2.Key': TAG.drained });

/** The worker has reported that it is done. */
export const markDrained = (call: QueryCall, find: FindInstances, id: string) =>
  changeTags(call, find, [id], 'CreateTags', { 'Tag.1.Key': TAG.drained, 'Tag.1.Value': 'true' });

/** What the worker has reported. */
export function markReported(
  call: QueryCall,
  find: FindInstances,
  id: string,
  report: Report | UnreadableReport,
  at: number,
) {
  const tags = Object.entries(tagsOfReport(report, at)).flatMap(([key, value], index) => [
    [`Tag.${index + 1}.Key`, key],
    [`Tag.${index + 1}.Value`, value],
  ]);
  return changeTags(call, find, [id], 'CreateTags', Object.fromEntries(tags));
}

async function changeTags(
  call: QueryCall,
  find: FindInstances,
  ids: readonly string[],
  action: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const present = async (some: readonly string[]): Promise<string[]> =>
    [...(await find(some)).values()].filter(isMember).map(({ id }) => id);
  const change = (some: readonly string[]): Promise<unknown> => {
    const resources = Object.fromEntries(some.map((id, index) => [`ResourceId.${index + 1}`, id]));
    return call(action, { ...resources, ...tags });
  };
  await onPresent(await present(ids), change, present);
}

/** One that has ended loses its tags some time later, and with them the permission to change them. */
const isMember = ({ state, tags }: SeenInstance): boolean => !GONE.has(state) && tags[GROUP_NAME_TAG] !== undefined;
