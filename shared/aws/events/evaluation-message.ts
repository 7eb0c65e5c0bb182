import type { EvaluationMessage } from '../../evaluation/index.ts';
import { GROUP_NAME } from '../../policy/index.ts';
import { UnreadableEvent } from './unreadable.ts';

const TRIGGERS = ['schedule', 'worker-event', 'follow-up', 'push', 'interval'] as const;
const MOST_GROUPS = 1000;

/** The request of one queue message, without duplicate groups. Throws when the body is not in the format that the functions write. */
export function readMessage(body: string): Required<EvaluationMessage> {
  const { groups, trigger: written = 'schedule' } = Object(JSON.parse(body)) as { groups?: unknown; trigger?: unknown };
  const trigger = TRIGGERS.find((each) => each === written);
  const isListed = Array.isArray(groups) && groups.length > 0 && groups.length <= MOST_GROUPS;
  if (!isListed || !groups.every(isGroupName) || trigger === undefined)
    throw new UnreadableEvent('it names no groups to evaluate');
  return { groups: [...new Set(groups)], trigger };
}

const isGroupName = (written: unknown): written is string => typeof written === 'string' && GROUP_NAME.test(written);
