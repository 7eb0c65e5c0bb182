import type { DynamoDBStreamEvent } from 'aws-lambda';
import { groupOfKey } from '../../shared/aws/dynamodb/table.ts';
import { KEY, PRICES_KEY, SORT, WAITING_PREFIX } from '../../shared/names/index.ts';

export interface GroupChange {
  readonly group: string;
  /** Sequence number of the group's first record; the stream continues from it when the group fails. */
  readonly sequenceNumber: string;
  /** Whether the policy was set aside and is only tried again. */
  readonly isRetry: boolean;
}

/** The groups whose policy item changed in a batch of the table's stream, or is to be tried again, without duplicates. */
export function changedGroups(event: DynamoDBStreamEvent): GroupChange[] {
  const changes = new Map<string, GroupChange>();
  for (const { dynamodb } of event.Records) {
    const group = changedGroup(dynamodb?.Keys?.[KEY.partition]?.S, dynamodb?.Keys?.[KEY.sort]?.S);
    if (group === null) continue;
    const isRetry = dynamodb?.Keys?.[KEY.sort]?.S !== SORT.policy;
    const known = changes.get(group);
    if (!known) changes.set(group, { group, sequenceNumber: dynamodb?.SequenceNumber ?? '', isRetry });
    // The policy that is tried again has been changed meanwhile.
    else if (!isRetry) changes.set(group, { ...known, isRetry });
  }
  return [...changes.values()];
}

function changedGroup(partition: string | undefined, sort = ''): string | null {
  if (sort === SORT.policy) return groupOfKey(partition);
  return partition === PRICES_KEY && sort.startsWith(WAITING_PREFIX) ? sort.slice(WAITING_PREFIX.length) : null;
}
