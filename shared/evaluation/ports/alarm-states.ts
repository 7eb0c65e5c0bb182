/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** The states of CloudWatch alarms. */
export interface AlarmStates {
  /** The state of each of these alarms, by name. Those that do not exist are missing. */
  read(names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>>;
}
