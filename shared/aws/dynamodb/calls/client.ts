import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type ClientSettings, patience } from '../../client-settings.ts';

export const dynamodbClient = (settings: ClientSettings = {}) => new DynamoDBClient({ ...patience(3000), ...settings });
