import type { EvaluationMessage } from '../../evaluation/index.ts';
import { LONGEST_DELAY_SECONDS } from '../../names/index.ts';
import { GROUP_NAME } from '../../policy/index.ts';
import { UnreadableEvent } from './unreadable.ts';

const TRIGGERS = ['schedule', 'worker-event', 'follow-up', 'push', 'interval'] as const;
const MOST_GROUPS = 1000;

/** The request of one queue message, without duplicate groups. Throws when the body is not in the format that the functions write. */
export function readMessage(body: string): Required<EvaluationMessage> {
  const { groups, trigger: written = 'schedule', after = 0 } = Object(JSON.parse(body)) as Record<string, unknown>;
  const trigger = TRIGGERS.find((each) => each === written);
  const isListed = Array.isArray(groups) && groups.length > 0 && groups.length <= MOST_GROUPS;
  if (!isListed || !groups.every(isGroupName) || trigger === undefined)
    throw new UnreadableEvent('it names no groups to evaluate');
  if (typeof after !== 'number' || !(after >= 0 && after <= LONGEST_DELAY_SECONDS))
    throw new UnreadableEvent('its delay is not a number of seconds');
  return { groups: [...new Set(groups)], trigger, after };
}

const isGroupName = (written: unknown): written is string => typeof written === 'string' && GROUP_NAME.test(written);
