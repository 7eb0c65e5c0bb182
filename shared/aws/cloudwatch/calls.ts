import type {
  CompositeAlarm,
  DeleteAlarmsCommandInput,
  DescribeAlarmsCommandInput,
  GetMetricDataCommandInput,
  MetricAlarm,
  MetricDataResult,
  PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Calls } from '../calls.ts';

/** The actions of CloudWatch that functions call, and what is read of their answers. */
export interface CloudWatchActions {
  readonly GetMetricData: {
    readonly input: GetMetricDataCommandInput;
    readonly output: { readonly MetricDataResults?: MetricDataResult[]; readonly NextToken?: string };
  };
  readonly DescribeAlarms: {
    readonly input: DescribeAlarmsCommandInput;
    readonly output: {
      readonly MetricAlarms?: MetricAlarm[];
      readonly CompositeAlarms?: CompositeAlarm[];
      readonly NextToken?: string;
    };
  };
  readonly PutMetricAlarm: { readonly input: PutMetricAlarmCommandInput; readonly output: object };
  readonly DeleteAlarms: { readonly input: DeleteAlarmsCommandInput; readonly output: object };
}
export type CloudWatchCalls = Calls<CloudWatchActions>;
