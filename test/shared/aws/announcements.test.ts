import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventBridgeAnnouncements } from '../../../shared/aws/eventbridge/announcements.ts';
import { lazyAnnouncements } from '../../../shared/aws/eventbridge/lazy.ts';
import type { WorkerAnnouncement } from '../../../shared/evaluation/ports.ts';
import { EVENT_TYPE } from '../../../shared/names/names.ts';
import { announcement, describeAnnouncementsContract, workerIds } from '../../contracts/announcements.contract.ts';
import { NOON } from '../../contracts/examples.ts';
import { FakeAnnouncements } from '../../fakes/fake-announcements.ts';
import { answering } from './answering.ts';
import { localAws } from './local-aws.ts';

describeAnnouncementsContract('fake', () => {
  const announcements = new FakeAnnouncements();
  return {
    announcements,
    heard: async () => announcements.told.splice(0),
    cut: () => announcements.calls.fail('announce', new Error('cut')),
  };
});

const aws = localAws();
let buses = 0;

interface Event {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { group: string; stage: string; activity: string; workers: string[]; until?: string };
}

function heardAs({ source, 'detail-type': type, detail }: Event): WorkerAnnouncement {
  const { stage, until, ...rest } = detail;
  expect([source, stage]).toEqual(['headcount', 'test']);
  const [kind] = Object.entries(EVENT_TYPE).find(([, each]) => each === type) ?? [];
  return { kind: kind as WorkerAnnouncement['kind'], ...rest, ...(until && { until: Date.parse(until) }) };
}

/** A bus and what is heard on it. */
async function listenedTo(client: EventBridgeClient) {
  const { sqs } = aws.clients();
  const name = `announcements-${++buses}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const { Attributes } = await sqs.send(asked);
  await client.send(new CreateEventBusCommand({ Name: name }));
  const rule = { Name: name, EventBusName: name };
  await client.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: ['headcount'] }) }));
  const target = { Id: 'queue', Arn: Attributes?.['QueueArn'] };
  await client.send(new PutTargetsCommand({ Rule: name, EventBusName: name, Targets: [target] }));
  return {
    bus: { stage: 'test', eventBus: name },
    async heard() {
      const heard: WorkerAnnouncement[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return heard;
        heard.push(...Messages.map(({ Body = '' }) => heardAs(JSON.parse(Body))));
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}

describeAnnouncementsContract('EventBridge', async () => {
  const client = new EventBridgeClient({});
  const { bus, heard } = await listenedTo(client);
  return {
    announcements: eventBridgeAnnouncements(client, bus, () => {}),
    heard,
    cut() {
      answering(client, () => {
        throw new Error('cut');
      });
    },
  };
});

it('the lazy announcements publish with the client that they load', async () => {
  const { bus, heard } = await listenedTo(new EventBridgeClient({}));
  const told = announcement({ kind: 'launched' });
  await lazyAnnouncements(bus, () => {}).announce(told);
  expect(await heard()).toEqual([told]);
});

describe('events', () => {
  interface Entry {
    readonly Detail: string;
  }
  const bus = { stage: 'production', eventBus: 'headcount-production' };
  const warnings: string[] = [];
  let client: EventBridgeClient;
  beforeEach(() => {
    client = new EventBridgeClient({ maxAttempts: 1 });
  });
  afterEach(() => {
    client.destroy();
    warnings.length = 0;
  });
  const announce = (told: WorkerAnnouncement) =>
    eventBridgeAnnouncements(client, bus, (warning) => warnings.push(warning)).announce(told);

  it('have the format that docs/how-to/runbook.md shows', async () => {
    const calls = answering(client, () => ({}));
    await announce(announcement({ kind: 'draining', group: 'ci', workers: ['i-1'], until: NOON }));
    const detail = {
      ...{ group: 'ci', stage: 'production', activity: 'activity-1', workers: ['i-1'] },
      until: '2026-11-21T12:00:00.000Z',
    };
    const entry = { EventBusName: 'headcount-production', Source: 'headcount', DetailType: 'Workers Draining' };
    expect(calls).toEqual([
      { command: 'PutEventsCommand', input: { Entries: [{ ...entry, Detail: JSON.stringify(detail) }] } },
    ]);
  });

  it('and their calls stay below 256 KB with any number of workers', async () => {
    const calls = answering(client, () => ({}));
    const workers = workerIds(25_000);
    await announce(announcement({ group: 'g'.repeat(63), activity: 'a'.repeat(64), workers }));
    const sent = calls.map(({ input }) => (input as { Entries: Entry[] }).Entries);
    for (const entries of sent) expect(JSON.stringify(entries).length).toBeLessThan(256 * 1024);
    for (const entries of sent) expect(entries.length).toBeLessThanOrEqual(10);
    expect(sent.flat().flatMap(({ Detail }) => JSON.parse(Detail).workers)).toEqual(workers);
  });

  it('that EventBridge rejects give a warning, and the others are published', async () => {
    const calls = answering(client, (_command, { Entries }: { Entries: Entry[] }) => ({
      FailedEntryCount: 1,
      Entries: Entries.map((_, index) =>
        index > 0 ? { EventId: 'e' } : { ErrorCode: 'Throttled', ErrorMessage: 'no' },
      ),
    }));
    await announce(announcement({ group: 'ci', workers: workerIds(12_000) }));
    expect(calls).toHaveLength(2);
    const warning = 'could not publish the event about workers of ci (terminated, activity activity-1): Throttled: no';
    expect(warnings).toEqual([warning, warning]);
  });

  it('give a warning if the bus is missing', async () => {
    answering(client, () => {
      throw Object.assign(new Error('Event bus headcount-production does not exist.'), { name: 'ResourceNotFound' });
    });
    await announce(announcement({ group: 'ci' }));
    expect(warnings).toEqual([expect.stringContaining('Event bus headcount-production does not exist.')]);
  });
});
