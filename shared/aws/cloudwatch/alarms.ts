import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import type { Alarms } from '../../evaluation/ports.ts';
import { inChunks } from '../chunks.ts';
import { groupAlarmPrefix } from '../names.ts';
import { alarmFields, standsAs } from './alarm-fields.ts';

const NAMES_PER_DELETE = 100;
const ALARMS_PER_PAGE = 100;

/** Keeps the alarms of a stage's groups; `topicArn` hears of every transition to ALARM and back to OK. */
export function cloudWatchAlarms(client: CloudWatchClient, stage: string, topicArn: string): Alarms {
  return {
    async keep(group, alarms) {
      const standing = await alarmsOf(client, groupAlarmPrefix(stage, group));
      const wanted = alarms.map((alarm) => alarmFields(stage, topicArn, alarm));
      const names = new Set(wanted.map(({ AlarmName }) => AlarmName));

      let put = 0;
      for (const fields of wanted) {
        const stands = standing.get(fields.AlarmName ?? '');
        if (stands && standsAs(fields, stands)) continue;
        // One after the other: an account may put three a second, and the client waits and repeats when it is too fast.
        await client.send(new PutMetricAlarmCommand(fields));
        put++;
      }
      const surplus = [...standing.keys()].filter((name) => !names.has(name));
      for (const chunk of inChunks(surplus, NAMES_PER_DELETE)) {
        await client.send(new DeleteAlarmsCommand({ AlarmNames: chunk }));
      }
      return { put, deleted: surplus.length };
    },
  };
}

async function alarmsOf(client: CloudWatchClient, prefix: string): Promise<Map<string, MetricAlarm>> {
  const found = new Map<string, MetricAlarm>();
  const pages = paginateDescribeAlarms(
    { client, pageSize: ALARMS_PER_PAGE },
    { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm'] },
  );
  for await (const page of pages) {
    for (const alarm of page.MetricAlarms ?? []) found.set(alarm.AlarmName ?? '', alarm);
  }
  return found;
}
