import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Announcements, ConditionNotice, WorkerAnnouncement } from '../../evaluation/index.ts';
import { CONDITION_EVENT, EVENT_SOURCE, EVENT_TYPE } from '../../names/index.ts';
import { inChunks } from '../chunks.ts';

/**
 * The most ids in one event. An id takes 22 bytes of JSON, so an event stays far below the 256 KB limit of an entry and
 * of its targets, and so does a call with ten events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const WORKERS_PER_EVENT = 1000;
const EVENTS_PER_CALL = 10;

export interface Bus {
  readonly stage: string;
  readonly eventBus: string;
}

/** Publishes events on the stage's bus. If publishing fails, it logs a warning and the event is not sent. */
export function eventBridgeAnnouncements(
  client: EventBridgeClient,
  bus: Bus,
  warn: (message: string) => void,
): Announcements {
  /** `onError` receives why an event was not published. */
  const publish = async (all: readonly PutEventsRequestEntry[], onError: (why: string) => void): Promise<void> => {
    for (const entries of inChunks(all, EVENTS_PER_CALL)) {
      try {
        const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }));
        for (const { ErrorCode, ErrorMessage } of Entries) if (ErrorCode) onError(`${ErrorCode}: ${ErrorMessage}`);
      } catch (error) {
        onError(String(error));
      }
    }
  };

  return {
    announce: (announcement) => publish(entriesOf(bus, announcement), (why) => warn(notPublished(announcement, why))),
    notify: (notice) =>
      publish([noticeEntry(bus, notice)], (why) =>
        warn(`could not publish that ${notice.group} is in the condition ${notice.condition}: ${why}`),
      ),
  };
}

function entriesOf(
  { stage, eventBus }: Bus,
  { kind, group, activity, workers, until }: WorkerAnnouncement,
): PutEventsRequestEntry[] {
  const when = until === undefined ? {} : { until: new Date(until).toISOString() };
  return inChunks(workers, WORKERS_PER_EVENT).map((some) => ({
    EventBusName: eventBus,
    Source: EVENT_SOURCE,
    DetailType: EVENT_TYPE[kind],
    Detail: JSON.stringify({ group, stage, activity, workers: some, ...when }),
  }));
}

function noticeEntry({ stage, eventBus }: Bus, notice: ConditionNotice): PutEventsRequestEntry {
  const { group, condition, since, at, isOver, reason } = notice;
  const detail = {
    ...{ group, stage, condition, status: isOver ? 'ended' : 'started' },
    ...{ since: new Date(since).toISOString(), at: new Date(at).toISOString() },
    ...(reason && { code: reason.code, params: reason.params }),
  };
  return {
    EventBusName: eventBus,
    Source: EVENT_SOURCE,
    DetailType: CONDITION_EVENT[condition],
    Detail: JSON.stringify(detail),
  };
}

const notPublished = ({ kind, group, activity }: WorkerAnnouncement, why: string): string =>
  `could not publish the event about workers of ${group} (${kind}, activity ${activity}): ${why}`;
