import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { AlarmRefused, type Alarms, type BoundAlarm } from '../../evaluation/index.ts';
import { groupAlarmPrefix } from '../../names/index.ts';
import { inChunks } from '../chunks.ts';
import { alarmFields, standsAs } from './alarm-fields.ts';
import { isRefused } from './errors.ts';

const NAMES_PER_DELETE = 100;
const ALARMS_PER_PAGE = 100;

/** Keeps the alarms of a stage's groups; `topicArn` hears of every transition to ALARM and back to OK. */
export function cloudWatchAlarms(client: CloudWatchClient, stage: string, topicArn: string): Alarms {
  return {
    async keep(group, alarms) {
      const standing = await alarmsOf(client, groupAlarmPrefix(stage, group));
      const wanted = alarms.map((alarm) => ({ alarm, fields: alarmFields(stage, topicArn, alarm) }));
      const names = new Set(wanted.map(({ fields }) => fields.AlarmName));

      let put = 0;
      for (const { alarm, fields } of wanted) {
        const stands = standing.get(fields.AlarmName ?? '');
        if (stands && standsAs(fields, stands)) continue;
        // One after the other: an account may put three a second, and the client waits and repeats when it is too fast.
        await putAlarm(client, fields, alarm);
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

async function putAlarm(client: CloudWatchClient, fields: PutMetricAlarmCommandInput, alarm: BoundAlarm) {
  try {
    await client.send(new PutMetricAlarmCommand(fields));
  } catch (cause) {
    if (isRefused(cause)) throw new AlarmRefused(alarm, `CloudWatch refuses its alarm: ${cause.message}`, { cause });
    throw cause;
  }
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
