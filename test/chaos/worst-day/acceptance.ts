import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoStore } from '../../../shared/aws/dynamodb/sdk-store.ts';
import { acceptPolicy } from '../../../shared/evaluation/index.ts';
import { tableName } from '../../../shared/names/names.ts';
import { STAGE } from '../groups.ts';
import { NO_ALARMS } from '../inject-faults.ts';
import type { ChaosStage } from '../stage/stage.ts';

/** Accepts the policy of a group as `on-policy-change` does, over the table that may be unavailable. Returns whether it could. */
export async function acceptedThroughProxy(group: string, { localAws, endpoint, clock }: ChaosStage): Promise<boolean> {
  const { environment } = localAws;
  const client = new DynamoDBClient({
    ...{ endpoint, region: environment['AWS_REGION'] ?? '', maxAttempts: 1 },
    credentials: { accessKeyId: 'stream', secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '' },
  });
  try {
    const { records } = dynamoStore(client, tableName(STAGE));
    const { result } = await acceptPolicy(group, { records, alarms: NO_ALARMS, clock: clock.now });
    return result === 'accepted';
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}
