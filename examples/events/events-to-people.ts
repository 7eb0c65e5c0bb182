import * as chatbot from 'aws-cdk-lib/aws-chatbot';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, SecretValue } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

export interface EventsToPeopleProps {
  /** @default production */
  readonly stage?: string;
  /** A Slack channel, through AWS's chat app. You authorize the workspace once, in the console of Amazon Q Developer. */
  readonly slack?: { readonly workspaceId: string; readonly channelId: string };
  /** The URL of a PagerDuty integration of the kind "Amazon CloudWatch". */
  readonly pagerDutyUrl?: string;
  /** A webhook of yours that receives every event as JSON, and the name of the secret with its key. */
  readonly webhook?: { readonly url: string; readonly secretName: string };
}

/** What a person should act on. */
const URGENT = [
  'Group Cannot Launch',
  'Group Cannot See',
  'Group Replacing',
  'Group Budget Exhausted',
  'Policy Refused',
];

/** Sends Headcount's events to a Slack channel, to PagerDuty and to a webhook, from an app of your own. */
export class EventsToPeople extends Construct {
  constructor(scope: Construct, id: string, props: EventsToPeopleProps) {
    super(scope, id);
    const { stage = 'production', slack, pagerDutyUrl, webhook } = props;
    const eventBus = events.EventBus.fromEventBusName(this, 'Bus', `headcount-${stage}`);
    // Events that a target does not accept for a day end here.
    const deadLetterQueue = new sqs.Queue(this, 'Undelivered', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    const rule = (name: string, detailType: string[] | undefined, target: events.IRuleTarget) =>
      new events.Rule(this, name, {
        eventBus,
        eventPattern: { source: ['headcount'], ...(detailType && { detailType }) },
        targets: [target],
      });

    if (slack) {
      const topic = new sns.Topic(this, 'SlackTopic', { enforceSSL: true });
      new chatbot.SlackChannelConfiguration(this, 'Slack', {
        slackChannelConfigurationName: `headcount-${stage}`,
        slackWorkspaceId: slack.workspaceId,
        slackChannelId: slack.channelId,
        notificationTopics: [topic],
      });
      const text = events.EventField.fromPath('$.detail.text');
      const title = `${events.EventField.fromPath('$.detail.group')}: ${events.EventField.fromPath('$.detail-type')}`;
      // https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
      const message = events.RuleTargetInput.fromObject({
        version: '1.0',
        source: 'custom',
        content: { title, description: text },
        metadata: { threadId: events.EventField.fromPath('$.detail.group') },
      });
      rule(
        'ToSlack',
        [...URGENT, 'Group At Maximum', 'Resize Failed'],
        new targets.SnsTopic(topic, { message, deadLetterQueue }),
      );
    }
    if (pagerDutyUrl) {
      const topic = new sns.Topic(this, 'PagerDutyTopic', { enforceSSL: true });
      topic.addSubscription(new UrlSubscription(pagerDutyUrl, { protocol: sns.SubscriptionProtocol.HTTPS }));
      // The format of a CloudWatch alarm: an ended condition resolves the incident that its start opened.
      const message = events.RuleTargetInput.fromObject({
        AlarmName: `headcount ${events.EventField.fromPath('$.detail.group')} ${events.EventField.fromPath('$.detail-type')}`,
        AlarmDescription: events.EventField.fromPath('$.detail.text'),
        NewStateValue: 'ALARM',
        NewStateReason: events.EventField.fromPath('$.detail.text'),
        StateChangeTime: events.EventField.fromPath('$.detail.at'),
      });
      const started = { source: ['headcount'], detailType: URGENT, detail: { status: ['started'] } };
      new events.Rule(this, 'ToPagerDuty', {
        eventBus,
        eventPattern: started,
        targets: [new targets.SnsTopic(topic, { message, deadLetterQueue })],
      });
      const over = events.RuleTargetInput.fromObject({
        AlarmName: `headcount ${events.EventField.fromPath('$.detail.group')} ${events.EventField.fromPath('$.detail-type')}`,
        AlarmDescription: events.EventField.fromPath('$.detail.text'),
        NewStateValue: 'OK',
        NewStateReason: events.EventField.fromPath('$.detail.text'),
        StateChangeTime: events.EventField.fromPath('$.detail.at'),
      });
      new events.Rule(this, 'ResolvedInPagerDuty', {
        eventBus,
        eventPattern: { ...started, detail: { status: ['ended'] } },
        targets: [new targets.SnsTopic(topic, { message: over, deadLetterQueue })],
      });
    }
    if (webhook) {
      const connection = new events.Connection(this, 'Connection', {
        authorization: events.Authorization.apiKey('x-api-key', SecretValue.secretsManager(webhook.secretName)),
      });
      const destination = new events.ApiDestination(this, 'Webhook', { connection, endpoint: webhook.url });
      rule(
        'ToWebhook',
        undefined,
        new targets.ApiDestination(destination as events.IApiDestination, { deadLetterQueue }),
      );
    }
  }
}
