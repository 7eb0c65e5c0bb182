import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DUE_INDEX, EXPIRES_ATTRIBUTE, KEY, tableName } from '../../shared/aws/names.ts';
import { keepsData, type Stage } from '../stage.ts';

/** Policies, states and activities of all groups. It outlives the stack: it is the only record of what was done and why. */
export class GroupsTable extends dynamodb.TableV2 {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      // A known name, because the table is a public interface: people put policies with any tool.
      tableName: tableName(stage),
      partitionKey: text(KEY.partition),
      sortKey: text(KEY.sort),
      billing: dynamodb.Billing.onDemand(),
      globalSecondaryIndexes: [
        {
          indexName: DUE_INDEX.name,
          partitionKey: text(DUE_INDEX.partition),
          sortKey: { name: DUE_INDEX.sort, type: dynamodb.AttributeType.NUMBER },
          // The tick needs the group's name only, and the key holds it: other changes of a state cost the index nothing.
          projectionType: dynamodb.ProjectionType.KEYS_ONLY,
        },
      ],
      // A change only tells which group to look at: the item is then read as it stands, so events may come late or twice.
      dynamoStream: dynamodb.StreamViewType.KEYS_ONLY,
      timeToLiveAttribute: EXPIRES_ATTRIBUTE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: keepsData(stage) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      deletionProtection: stage === 'production',
    });
  }
}

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
