import type { MetricAlarm, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { AlarmRefused, type Alarms, type BoundAlarm } from '../../evaluation/index.ts';
import { inChunks } from '../../model/index.ts';
import { groupAlarmPrefix } from '../../names/index.ts';
import { alarmFields, isUpToDate } from './alarm-fields.ts';
import { CallPace } from './call-pace.ts';
import type { CloudWatchCalls } from './calls.ts';
import { isRefused } from './errors.ts';

const NAMES_PER_DELETE = 100;
const ALARMS_PER_PAGE = 100;

/** Manages the alarms of a stage's groups. CloudWatch publishes every transition to ALARM and back to OK to `topicArn`. */
export function cloudWatchAlarms(
  call: CloudWatchCalls,
  stage: string,
  topicArn: string,
  pace: Pick<CallPace, 'run'> = new CallPace(),
): Alarms {
  return {
    async keep(group, alarms) {
      const existing = await alarmsOf(call, groupAlarmPrefix(stage, group));
      const wanted = alarms.map((alarm) => ({ alarm, fields: alarmFields(stage, topicArn, alarm) }));
      const names = new Set(wanted.map(({ fields }) => fields.AlarmName));

      let put = 0;
      for (const { alarm, fields } of wanted) {
        const current = existing.get(fields.AlarmName ?? '');
        if (current && isUpToDate(fields, current)) continue;
        await pace.run(() => putAlarm(call, fields, alarm));
        put++;
      }
      const surplus = [...existing.keys()].filter((name) => !names.has(name));
      for (const chunk of inChunks(surplus, NAMES_PER_DELETE)) {
        await call('DeleteAlarms', { AlarmNames: chunk });
      }
      return { put, deleted: surplus.length };
    },
  };
}

async function putAlarm(call: CloudWatchCalls, fields: PutMetricAlarmCommandInput, alarm: BoundAlarm) {
  try {
    await call('PutMetricAlarm', fields);
  } catch (cause) {
    if (isRefused(cause)) throw new AlarmRefused(alarm, `CloudWatch rejected its alarm: ${cause.message}`, { cause });
    throw cause;
  }
}

async function alarmsOf(call: CloudWatchCalls, prefix: string): Promise<Map<string, MetricAlarm>> {
  const found = new Map<string, MetricAlarm>();
  const request = {
    AlarmNamePrefix: prefix,
    AlarmTypes: ['MetricAlarm' as const],
    MaxRecords: ALARMS_PER_PAGE,
  };
  let next: string | undefined;
  do {
    const page = await call('DescribeAlarms', { ...request, ...(next && { NextToken: next }) });
    for (const alarm of page.MetricAlarms ?? []) found.set(alarm.AlarmName ?? '', alarm);
    next = page.NextToken;
  } while (next);
  return found;
}
