import { inChunks } from '../../../aws/chunks.ts';
import type { QueryCall } from '../../../aws/query/call.ts';
import { type Report, TAG, tagsOfReport } from '../../../names/index.ts';
import { isInstanceNotFound } from '../../ec2/api/errors.ts';
import type { FindInstances } from './resize.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html: up to 1,000 resources. */
const IDS_PER_CALL = 1000;
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
export function markReported(call: QueryCall, find: FindInstances, id: string, report: Report, at: number) {
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
  // One that is gone makes EC2 reject the call for all.
  const found = [...(await find(ids)).values()].filter(({ state }) => !GONE.has(state)).map(({ id }) => id);
  for (const chunk of inChunks(found, IDS_PER_CALL)) await tagged(call, chunk, action, tags);
}

async function tagged(
  call: QueryCall,
  ids: readonly string[],
  action: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const resources = Object.fromEntries(ids.map((id, index) => [`ResourceId.${index + 1}`, id]));
  try {
    await call(action, { ...resources, ...tags });
  } catch (error) {
    const { name = '', message = '' } = Object((error as Error).cause) as { name?: string; message?: string };
    const vanished = new Set(message.match(/\bi-[0-9a-f]+\b/g));
    const rest = ids.filter((id) => !vanished.has(id));
    if (!isInstanceNotFound(name) || rest.length === ids.length) throw error;
    if (rest.length > 0) await tagged(call, rest, action, tags);
  }
}
