import { Cron } from 'croner';
import { invalid } from '../errors.ts';
import type { Group, ScheduledAction } from '../model.ts';
import { arnOf, groupOf, newUuid, type State } from '../state.ts';

export interface ScheduledSettings {
  readonly StartTime?: number | undefined;
  readonly EndTime?: number | undefined;
  readonly Recurrence?: string | undefined;
  readonly MinSize?: number | undefined;
  readonly MaxSize?: number | undefined;
  readonly DesiredCapacity?: number | undefined;
  readonly TimeZone?: string | undefined;
}

/**
 * The stand-in stores and describes scheduled actions but does not carry them out.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html
 */
export function putScheduledAction(state: State, groupName: string, name: string, settings: ScheduledSettings): void {
  const group = groupOf(state, groupName);
  const { MinSize: min, MaxSize: max, DesiredCapacity: desired, Recurrence: cron } = settings;
  if (min === undefined && max === undefined && desired === undefined) {
    throw invalid('At least one of MinSize, MaxSize and DesiredCapacity is required.');
  }
  if (min !== undefined && max !== undefined && min > max) {
    throw invalid(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  }
  if (settings.StartTime !== undefined && settings.StartTime <= state.now()) {
    throw invalid('Given start time is in the past');
  }
  if (cron === undefined && settings.StartTime === undefined) throw invalid('Recurrence or StartTime is required.');
  if (cron !== undefined) {
    try {
      new Cron(cron, { paused: true, mode: '5-part', timezone: settings.TimeZone ?? 'Etc/UTC' });
    } catch {
      throw invalid(`Given recurrence string:${cron} is invalid`);
    }
  }
  const arn =
    group.scheduled.get(name)?.arn ??
    arnOf(
      state,
      `scheduledUpdateGroupAction:${newUuid()}:autoScalingGroupName/${group.name}:scheduledActionName/${name}`,
    );
  group.scheduled.set(name, { name, arn, settings: { ...settings } });
}

export function deleteScheduledAction(state: State, groupName: string, name: string): void {
  if (!groupOf(state, groupName).scheduled.delete(name)) throw invalid(`Scheduled action name not found - ${name}`);
}

export function scheduledActionsOf(
  state: State,
  request: { group: string | undefined; names: readonly string[] },
): { group: Group; action: ScheduledAction }[] {
  const groups = request.group === undefined ? [...state.groups.values()] : [groupOf(state, request.group)];
  return groups.flatMap((group) =>
    [...group.scheduled.values()]
      .filter(({ name }) => request.names.length === 0 || request.names.includes(name))
      .map((action) => ({ group, action })),
  );
}
