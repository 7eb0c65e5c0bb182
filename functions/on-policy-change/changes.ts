import type { DynamoDBStreamEvent } from 'aws-lambda';
import { groupOfKey } from '../../shared/aws/dynamodb/table.ts';
import { KEY, SORT } from '../../shared/names/index.ts';

export interface GroupChange {
  readonly group: string;
  /** Sequence number of the group's first record; the stream continues from it when the group fails. */
  readonly sequenceNumber: string;
}

/** The groups whose policy item changed in a batch of the table's stream, without duplicates. */
export function changedGroups(event: DynamoDBStreamEvent): GroupChange[] {
  const changes = new Map<string, GroupChange>();
  for (const { dynamodb } of event.Records) {
    const group = groupOfKey(dynamodb?.Keys?.[KEY.partition]?.S);
    if (dynamodb?.Keys?.[KEY.sort]?.S !== SORT.policy || group === null) continue;
    if (!changes.has(group)) changes.set(group, { group, sequenceNumber: dynamodb.SequenceNumber ?? '' });
  }
  return [...changes.values()];
}
