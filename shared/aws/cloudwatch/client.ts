import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type ClientSettings, patience } from '../client-settings.ts';

export const cloudwatchClient = (settings: ClientSettings = {}) =>
  new CloudWatchClient({ ...patience(10_000), ...settings });
