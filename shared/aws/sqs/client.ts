import { SQSClient } from '@aws-sdk/client-sqs';
import { type ClientSettings, patience } from '../client-settings.ts';

export const sqsClient = (settings: ClientSettings = {}) => new SQSClient({ ...patience(3000), ...settings });
