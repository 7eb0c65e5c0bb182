import { App, Stack } from 'aws-cdk-lib/core';
import { EventsToPeople } from './events-to-people.ts';

const app = new App();
const stack = new Stack(app, 'headcount-events-to-people');
new EventsToPeople(stack, 'Events', {
  stage: 'production',
  slack: { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' },
  pagerDutyUrl: 'https://events.pagerduty.com/integration/0123456789abcdef/enqueue',
  webhook: { url: 'https://example.com/headcount', secretName: 'headcount/webhook' },
});
