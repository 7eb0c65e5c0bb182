import { arn, listIn, type NeedsOf, type Operations, onAnything, textIn } from './account.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
const onQueue =
  (action: string): NeedsOf =>
  (call) => {
    const name = textIn(call.input, 'QueueName') || textIn(call.input, 'QueueUrl').split('/').at(-1);
    return [{ action: `sqs:${action}`, resource: arn(call, 'sqs', name ?? '') }];
  };

export const sqs: Operations = {
  ...Object.fromEntries(
    [
      ...['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'],
      ...['GetQueueAttributes', 'GetQueueUrl', 'PurgeQueue'],
    ].map((action) => [action, onQueue(action)]),
  ),
  // A batch needs the permission of the single call.
  SendMessageBatch: onQueue('SendMessage'),
  DeleteMessageBatch: onQueue('DeleteMessage'),
  ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
  ListQueues: onAnything('sqs:ListQueues'),
};

export const sns: Operations = {
  Publish: ({ input }) => [
    { action: 'sns:Publish', resource: textIn(input, 'TopicArn') || textIn(input, 'TargetArn') },
  ],
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const events: Operations = {
  PutEvents: (call) =>
    listIn(call.input, 'Entries').map((entry) => {
      const bus = textIn(entry, 'EventBusName') || 'default';
      const values = { 'events:source': textIn(entry, 'Source'), 'events:detail-type': textIn(entry, 'DetailType') };
      const resource = bus.startsWith('arn:') ? bus : arn(call, 'events', `event-bus/${bus}`);
      return { action: 'events:PutEvents', resource, keys: { values } };
    }),
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export const secretsmanager: Operations = {
  // The ARN of a secret ends with a hyphen and six characters, which a pattern for its name has to match.
  GetSecretValue: (call) => {
    const name = textIn(call.input, 'SecretId');
    const resource = name.startsWith('arn:') ? name : arn(call, 'secretsmanager', `secret:${name}-AbCdEf`);
    return [{ action: 'secretsmanager:GetSecretValue', resource }];
  },
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
const onParameter =
  (action: string): NeedsOf =>
  (call) => [
    {
      action: `ssm:${action}`,
      resource: arn(call, 'ssm', `parameter/${textIn(call.input, 'Name').replace(/^\//, '')}`),
    },
  ];

export const ssm: Operations = {
  GetParameter: onParameter('GetParameter'),
  PutParameter: onParameter('PutParameter'),
};

export const lambda: Operations = {
  Invoke: async (call, account) => {
    const name = textIn(call.input, 'FunctionName');
    const resource = name.startsWith('arn:') ? name : arn(call, 'lambda', `function:${name}`);
    return [{ action: 'lambda:InvokeFunction', resource, keys: { resourceTags: await account.tagsOfFunction(name) } }];
  },
};
