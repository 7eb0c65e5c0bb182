import type { AlarmState, AlarmStates } from '../../evaluation/index.ts';
import { inChunks } from '../../model/index.ts';
import type { CloudWatchCalls } from './calls.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const NAMES_PER_CALL = 100;

/** States of alarms, composite ones included, which CloudWatch lists only if they are asked for. */
export function cloudWatchAlarmStates(call: CloudWatchCalls): AlarmStates {
  return {
    async read(names) {
      const found = new Map<string, AlarmState>();
      for (const chunk of inChunks([...new Set(names)], NAMES_PER_CALL)) {
        const { MetricAlarms = [], CompositeAlarms = [] } = await call('DescribeAlarms', {
          AlarmNames: chunk,
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: NAMES_PER_CALL,
        });
        for (const { AlarmName, StateValue } of [...MetricAlarms, ...CompositeAlarms])
          if (AlarmName && StateValue) found.set(AlarmName, StateValue);
      }
      return found;
    },
  };
}
