import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DUE_INDEX, EXPIRES_ATTRIBUTE, KEY, tableName } from '../../shared/names/index.ts';
import { keepsData, type Stage } from '../stage.ts';

export interface GroupsTableProps {
  readonly stage: Stage;
  /** DynamoDB refuses to delete the table until somebody switches this off. */
  readonly isProtected: boolean;
}

/** Policies, states and activities of every group. Retained when the stack is deleted: it is the only record of the activities and their reasons. */
export class GroupsTable extends dynamodb.TableV2 {
  constructor(scope: Construct, id: string, { stage, isProtected }: GroupsTableProps) {
    super(scope, id, {
      // A fixed name, because the table is a public interface: you can put policies with any tool.
      tableName: tableName(stage),
      partitionKey: text(KEY.partition),
      sortKey: text(KEY.sort),
      billing: dynamodb.Billing.onDemand(),
      globalSecondaryIndexes: [
        {
          indexName: DUE_INDEX.name,
          partitionKey: text(DUE_INDEX.partition),
          sortKey: { name: DUE_INDEX.sort, type: dynamodb.AttributeType.NUMBER },
          // The tick needs only the group's name, which is in the key, so most writes to a state do not update the index.
          projectionType: dynamodb.ProjectionType.KEYS_ONLY,
        },
      ],
      // Keys are enough: the consumer reads the current item, so late and duplicate records do no harm.
      dynamoStream: dynamodb.StreamViewType.KEYS_ONLY,
      timeToLiveAttribute: EXPIRES_ATTRIBUTE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: keepsData(stage) ? kept(isProtected) : RemovalPolicy.DESTROY,
      deletionProtection: isProtected,
    });
  }
}

/**
 * A table that stays after a failed first deployment would block the next attempt, because its name is taken. So the
 * roll-back of the deployment that creates it deletes it; nothing is in it yet. CloudFormation could not delete a
 * protected table, and the roll-back itself would fail.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
const kept = (isProtected: boolean): RemovalPolicy =>
  isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
