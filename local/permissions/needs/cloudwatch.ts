import { arn, type Operations, onAnything, textIn, textsIn } from './account.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const monitoring: Operations = {
  GetMetricData: onAnything('cloudwatch:GetMetricData'),
  GetMetricStatistics: onAnything('cloudwatch:GetMetricStatistics'),
  ListMetrics: onAnything('cloudwatch:ListMetrics'),
  PutMetricData: ({ input }) => {
    const values = { 'cloudwatch:namespace': textIn(input, 'Namespace') };
    return [{ action: 'cloudwatch:PutMetricData', resource: '*', keys: { values } }];
  },
  // Without names, it lists the alarms of the whole account, also when it looks for a prefix.
  DescribeAlarms: (call) => {
    const names = textsIn(call.input, 'AlarmNames');
    const alarms = names.length > 0 ? names : ['*'];
    return alarms.map((name) => ({
      action: 'cloudwatch:DescribeAlarms',
      resource: arn(call, 'cloudwatch', `alarm:${name}`),
    }));
  },
  PutMetricAlarm: (call) => [
    {
      action: 'cloudwatch:PutMetricAlarm',
      resource: arn(call, 'cloudwatch', `alarm:${textIn(call.input, 'AlarmName')}`),
      keys: { values: { 'cloudwatch:AlarmActions': textsIn(call.input, 'AlarmActions') } },
    },
  ],
  DeleteAlarms: (call) =>
    textsIn(call.input, 'AlarmNames').map((name) => ({
      action: 'cloudwatch:DeleteAlarms',
      resource: arn(call, 'cloudwatch', `alarm:${name}`),
    })),
};
