import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { sdkCalls } from '../calls.ts';
import type { CloudWatchCalls } from './calls.ts';

const COMMANDS = {
  GetMetricData: GetMetricDataCommand,
  DescribeAlarms: DescribeAlarmsCommand,
  PutMetricAlarm: PutMetricAlarmCommand,
  DeleteAlarms: DeleteAlarmsCommand,
};

export const cloudWatchCalls = (client: CloudWatchClient): CloudWatchCalls => sdkCalls(client, COMMANDS);
