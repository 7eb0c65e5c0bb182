import * as z from 'zod';
import { groupOfAlarm } from '../../names/index.ts';

const notification = z.object({ AlarmName: z.string().max(300) });

/**
 * The group whose alarm sent this notification. Throws when it does not come from CloudWatch, or not from an alarm of
 * this stage; Lambda then sends the event to the failure destination.
 */
export function groupOf(stage: string, message: string): string {
  const { AlarmName } = notification.parse(JSON.parse(message));
  const group = groupOfAlarm(stage, AlarmName);
  if (!group) throw new Error(`${AlarmName} is not the name of an alarm of this stage`);
  return group;
}
