import { groupedBy } from '../../../model/index.ts';
import { type Report, TAG, tagsOfReport, type UnreadableReport } from '../../../names/index.ts';
import { awsCode } from '../../sized/index.ts';
import { encodedTag } from '../described/tag-values.ts';
import { isCapacity } from '../described/task.ts';
import { explained } from '../errors.ts';
import type { EcsCall } from './call.ts';
import { clusterOf, TASK_ID } from './task-id.ts';
import { describeTasks } from './tasks.ts';

/** Marks tasks as draining until that moment (ms since the epoch). Those that are gone are passed over. */
export const markDraining = (call: EcsCall, ids: readonly string[], until: number): Promise<void> =>
  tag(call, ids, { [TAG.drainingUntil]: new Date(until).toISOString() });

/** The task has reported that it is done. */
export const markDrained = (call: EcsCall, id: string): Promise<void> => tag(call, [id], { [TAG.drained]: 'true' });

/** What the task has reported. */
export const markReported = (call: EcsCall, id: string, report: Report | UnreadableReport, at: number): Promise<void> =>
  tag(call, [id], tagsOfReport(report, at));

/** Removes the marks of a drain, and the task's answer to them. */
export const unmarkDraining = (call: EcsCall, ids: readonly string[]): Promise<void> =>
  onPresent(call, ids, 'UntagResource', { tagKeys: [TAG.drainingUntil, TAG.drained] });

function tag(call: EcsCall, ids: readonly string[], values: Readonly<Record<string, string>>): Promise<void> {
  const tags = Object.entries(values).map(([key, value]) => ({ key, value: encodedTag(value) }));
  return onPresent(call, ids, 'TagResource', { tags });
}

/** ECS tags one resource a call, and rejects one that has stopped. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TagResource.html */
async function onPresent(call: EcsCall, ids: readonly string[], action: string, input: object): Promise<void> {
  const tasks = ids.filter((id) => TASK_ID.test(id));
  for (const some of groupedBy(tasks, (id) => clusterOf([id])).values()) {
    for (const { id, arn } of (await describeTasks(call, some)).filter(isCapacity)) {
      try {
        await explained(() => call(action, { resourceArn: arn, ...input }), [id]);
      } catch (error) {
        if (!GONE.has(awsCode(error).code)) throw error;
      }
    }
  }
}

const GONE = new Set(['ResourceNotFoundException', 'InvalidParameterException']);
