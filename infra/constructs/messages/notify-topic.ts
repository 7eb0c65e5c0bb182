import * as events from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EVENT_SOURCE, NOTIFIED_EVENTS, notifyTopicName } from '../../../shared/names/index.ts';
import type { Stage } from '../../stage.ts';

interface NotifyTopicProps {
  readonly stage: Stage;
  readonly eventBus: events.EventBus;
  readonly failures: sqs.Queue;
}

/**
 * The topic of conditions that a person should know: a group that cannot launch, has no data, replaces in a loop, stays
 * at its maximum, or comes near its budget. Subscribe a mail address, a chat or a pager. It is not encrypted: messages contain names and counts.
 */
export class NotifyTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, { stage, eventBus, failures }: NotifyTopicProps) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { topicName: notifyTopicName(stage), enforceSSL: true });
    new events.Rule(this, 'Rule', {
      eventBus,
      description: `Headcount ${stage}: conditions of groups that a person should know`,
      eventPattern: { source: [EVENT_SOURCE], detailType: [...NOTIFIED_EVENTS] },
      targets: [
        new SnsTopic(this.topic, { retryAttempts: 2, maxEventAge: Duration.minutes(10), deadLetterQueue: failures }),
      ],
    });
  }
}
