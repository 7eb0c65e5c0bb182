import { groupOfAlarm } from '../../names/index.ts';
import { UnreadableEvent } from './unreadable.ts';

const LONGEST_NAME = 300;

/**
 * The group whose alarm sent this notification. Throws when it does not come from CloudWatch, or not from an alarm of
 * this stage; Lambda then sends the event to the failure destination.
 */
export function groupOf(stage: string, message: string): string {
  const { AlarmName: name } = Object(JSON.parse(message)) as { AlarmName?: unknown };
  if (typeof name !== 'string' || name.length > LONGEST_NAME) throw new UnreadableEvent('the message names no alarm');
  const group = groupOfAlarm(stage, name);
  if (!group) throw new Error(`${name} is not the name of an alarm of this stage`);
  return group;
}
