import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventBridgeAnnouncements } from '../../../../shared/aws/eventbridge/announcements.ts';
import type { EventBridgeCalls } from '../../../../shared/aws/eventbridge/calls.ts';
import { lazyAnnouncements } from '../../../../shared/aws/eventbridge/lazy.ts';
import { lightEventBridgeCalls } from '../../../../shared/aws/eventbridge/light-calls.ts';
import { functionConnection } from '../../../../shared/aws/query/function-connection.ts';
import type { GroupEvent } from '../../../../shared/evaluation/ports.ts';
import { EVENT } from '../../../../shared/names/index.ts';
import {
  describeAnnouncementsContract,
  type Heard,
  workerEvent,
  workerIds,
} from '../../../contracts/announcements.contract.ts';
import { NOON } from '../../../contracts/examples.ts';
import { FakeAnnouncements } from '../../../fakes/fake-announcements.ts';
import { localAws } from '../local-aws.ts';
import { type BusEvent, queueBehind } from './bus-queue.ts';

describeAnnouncementsContract('fake', () => {
  const announcements = new FakeAnnouncements();
  return {
    announcements,
    heard: async () =>
      announcements.events
        .splice(0)
        .map(({ type, id, group, detail }) => ({ type, id, group, workers: detail['workers'] })),
    cut: () => announcements.calls.fail('publish', new Error('cut')),
  };
});

const aws = localAws();
let buses = 0;

type Detail = { version: number; id: string; group: string; stage: string; workers: string[]; text: string };

function heardAs({ source, 'detail-type': type, detail }: BusEvent<Detail>): Heard {
  const { version, stage, id, group, workers, text } = detail;
  expect([source, version, stage]).toEqual(['headcount', 1, 'test']);
  expect(text).toBe('2 workers were terminated.');
  return { type: type as Heard['type'], id, group, workers };
}

/** A bus and what is heard on it. */
async function listenedTo(client: EventBridgeClient) {
  const name = `announcements-${++buses}`;
  await client.send(new CreateEventBusCommand({ Name: name }));
  const read = await queueBehind<Detail>(name, name, { sqs: aws.clients().sqs, events: client });
  return { bus: { stage: 'test', eventBus: name }, heard: async () => (await read()).map(heardAs) };
}

const quiet = { warn: () => {}, clock: () => NOON };

describeAnnouncementsContract('EventBridge', async () => {
  const { bus, heard } = await listenedTo(new EventBridgeClient({}));
  const call = lightEventBridgeCalls(functionConnection(2000));
  let isCut = false;
  return {
    announcements: eventBridgeAnnouncements(
      async (...sent) => {
        if (isCut) throw new Error('cut');
        return call(...sent);
      },
      bus,
      quiet,
    ),
    heard,
    cut() {
      isCut = true;
    },
  };
});

it.each([
  ['a function', () => functionConnection(2000)],
  ['an SDK client', () => aws.clients().cloudwatch.config],
])('the lazy announcements publish with the connection of %s', async (_, borrowed) => {
  const { bus, heard } = await listenedTo(new EventBridgeClient({}));
  const event = workerEvent();
  expect(await lazyAnnouncements(borrowed(), bus, () => {}).publish([event])).toEqual(new Set([event.id]));
  expect(await heard()).toMatchObject([{ id: event.id }]);
});

describe('events', () => {
  interface Entry {
    readonly Detail: string;
  }
  const bus = { stage: 'production', eventBus: 'headcount-production' };
  const warnings: string[] = [];
  const calls: { readonly action: string; readonly input: { readonly Entries: Entry[] } }[] = [];
  let answer: (entries: readonly Entry[]) => object = () => ({});
  let now = NOON;
  beforeEach(() => {
    now = NOON;
    calls.length = 0;
    warnings.length = 0;
  });
  const call = (async (action: string, input: { readonly Entries: Entry[] }) => {
    calls.push({ action, input });
    return answer(input.Entries);
  }) as unknown as EventBridgeCalls;
  const announcements = () =>
    eventBridgeAnnouncements(call, bus, { warn: (warning) => warnings.push(warning), clock: () => now });
  const publish = (events: readonly GroupEvent[]) => announcements().publish(events);

  it('that were dropped are a warning with a metric of the stage, until that is published', async () => {
    const lines: unknown[] = [];
    const detail = { entries: 7, since: '2026-11-21T11:00:00.000Z' };
    const reason = { code: 'events-dropped', params: detail };
    const event = { type: EVENT.dropped, id: 'ci/x', group: 'ci', at: NOON, reason, detail };
    const warn = (...line: unknown[]) => lines.push(line);
    answer = () => ({});
    await eventBridgeAnnouncements(call, bus, { warn, clock: () => now }).publish([event]);
    const directive = {
      Namespace: 'Headcount',
      Dimensions: [['Stage']],
      Metrics: [{ Name: 'DroppedEvents', Unit: 'Count' }],
    };
    const metric = { Stage: 'production', DroppedEvents: 7, _aws: { Timestamp: NOON, CloudWatchMetrics: [directive] } };
    expect(lines).toEqual([['events dropped', { group: 'ci', since: detail.since, ...metric }]]);
  });

  it('have the format that docs/reference/events.md shows', async () => {
    answer = () => ({});
    await publish([workerEvent({ id: 'activity-1/worker-terminated', group: 'ci' }, ['i-1'])]);
    const detail = {
      ...{ version: 1, id: 'activity-1/worker-terminated', stage: 'production', group: 'ci' },
      ...{ at: '2026-11-21T12:00:00.000Z', activity: 'activity-1', workers: ['i-1'] },
      ...{ code: 'worker-terminated', params: { workers: 1 }, text: '1 worker was terminated.' },
    };
    const entry = { EventBusName: 'headcount-production', Source: 'headcount', DetailType: EVENT.terminated };
    expect(calls).toEqual([
      { action: 'PutEvents', input: { Entries: [{ ...entry, Detail: JSON.stringify(detail) }] } },
    ]);
  });

  it('share calls below 256 KB, of at most ten', async () => {
    answer = () => ({});
    const all = Array.from({ length: 25 }, () => workerEvent({}, workerIds(1000)));
    await publish([...all, ...Array.from({ length: 25 }, () => workerEvent())]);
    const sent = calls.map(({ input }) => input.Entries);
    for (const entries of sent) expect(JSON.stringify(entries).length).toBeLessThan(256 * 1024);
    for (const entries of sent) expect(entries.length).toBeLessThanOrEqual(10);
    expect(sent.flat()).toHaveLength(50);
  });

  it('that EventBridge rejects are not published, and the others are', async () => {
    answer = (entries) => ({
      FailedEntryCount: 1,
      Entries: entries.map((_, index) =>
        index > 0 ? { EventId: 'e' } : { ErrorCode: 'Throttled', ErrorMessage: 'no' },
      ),
    });
    const [rejected, other] = [workerEvent({ group: 'ci', id: 'a/worker-terminated' }), workerEvent()];
    expect(await publish([rejected, other])).toEqual(new Set([other.id]));
    expect(warnings).toEqual([
      'could not publish the event "Worker Terminated" of ci (a/worker-terminated) and will try again: Throttled: no',
    ]);
  });

  it('pause for half a minute after a call that failed', async () => {
    answer = () => {
      throw Object.assign(new Error('Event bus headcount-production does not exist.'), { name: 'ResourceNotFound' });
    };
    const port = announcements();
    await port.publish([workerEvent()]);
    expect(warnings).toEqual([expect.stringContaining('Event bus headcount-production does not exist.')]);
    now += 29_000;
    expect(await port.publish([workerEvent()])).toEqual(new Set());
    expect(calls).toHaveLength(1);
    now += 1000;
    await port.publish([workerEvent()]);
    expect(calls).toHaveLength(2);
  });
});
