import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { expect, test } from 'vitest';
import { EventsToPeople } from '../../examples/events/events-to-people.ts';
import { EVENT_SCHEMAS } from '../../shared/aws/eventbridge/event-schemas.ts';

const stack = new Stack(new App(), 'stack');
new EventsToPeople(stack, 'Events', {
  stage: 'staging',
  slack: { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' },
  pagerDutyUrl: 'https://events.pagerduty.com/integration/0123456789abcdef/enqueue',
  webhook: { url: 'https://example.com/headcount', secretName: 'headcount/webhook' },
});
const template = Template.fromStack(stack);

test('the example sends events to Slack, to PagerDuty and to a webhook, from the bus of the stage', () => {
  const rules = Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
  expect(rules).toHaveLength(4);
  for (const { EventBusName, EventPattern, Targets } of rules) {
    expect(EventBusName).toBe('headcount-staging');
    for (const type of EventPattern['detail-type'] ?? []) expect(Object.keys(EVENT_SCHEMAS)).toContain(type);
    expect(Targets[0].DeadLetterConfig).toBeDefined();
  }
  template.hasResourceProperties('AWS::Chatbot::SlackChannelConfiguration', { SlackChannelId: 'C0123ABCD' });
  template.resourceCountIs('AWS::Events::ApiDestination', 1);
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'https' });
});
