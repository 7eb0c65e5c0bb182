import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Announcements, WorkerAnnouncement } from '../../evaluation/index.ts';
import { EVENT_SOURCE, EVENT_TYPE } from '../../names/index.ts';
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
  return {
    async announce(announcement) {
      for (const entries of inChunks(entriesOf(bus, announcement), EVENTS_PER_CALL)) {
        try {
          const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }));
          for (const { ErrorCode, ErrorMessage } of Entries) {
            if (ErrorCode) warn(notPublished(announcement, `${ErrorCode}: ${ErrorMessage}`));
          }
        } catch (error) {
          warn(notPublished(announcement, String(error)));
        }
      }
    },
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

const notPublished = ({ kind, group, activity }: WorkerAnnouncement, why: string): string =>
  `could not publish the event about workers of ${group} (${kind}, activity ${activity}): ${why}`;
