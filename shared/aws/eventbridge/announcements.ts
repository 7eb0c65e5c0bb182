import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Announcements, GroupEvent } from '../../evaluation/index.ts';
import { DROPPED_METRIC, EVENT, EVENT_SOURCE, OWN_METRIC } from '../../names/index.ts';
import { embeddedMetrics } from '../cloudwatch/embedded-metrics.ts';
import type { EventBridgeCalls } from './calls.ts';
import { eventDocument } from './event-document.ts';

/**
 * A call takes ten events and 256 KB. An event with a thousand workers has about 25 KB.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const EVENTS_PER_CALL = 10;
const BYTES_PER_CALL = 200_000;
/** After a failed call, events wait for later evaluations: a bus that does not answer must not delay every resize. */
const PAUSE_SECONDS = 30;

export interface Bus {
  readonly stage: string;
  readonly eventBus: string;
}

/** Logs a warning, with the fields of its line. */
export type Warn = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

interface Options {
  readonly warn: Warn;
  /** ms since the epoch. */
  readonly clock: () => number;
}

/** Publishes events on the stage's bus. What fails is logged as a warning. */
export function eventBridgeAnnouncements(
  call: EventBridgeCalls,
  { stage, eventBus }: Bus,
  { warn, clock }: Options,
): Announcements {
  let pausedUntil = 0;

  const entryOf = (event: GroupEvent): PutEventsRequestEntry => ({
    EventBusName: eventBus,
    Source: EVENT_SOURCE,
    DetailType: event.type,
    Detail: JSON.stringify(eventDocument(event, stage)),
  });

  async function send(some: readonly Written[], published: Set<string>): Promise<void> {
    try {
      const { Entries = [] } = await call('PutEvents', { Entries: some.map(({ entry }) => entry) });
      some.forEach(({ event }, index) => {
        const { ErrorCode, ErrorMessage } = Entries[index] ?? {};
        if (ErrorCode) warn(notPublished(event, `${ErrorCode}: ${ErrorMessage}`));
        else published.add(event.id);
      });
    } catch (error) {
      pausedUntil = clock() + PAUSE_SECONDS * 1000;
      for (const { event } of some) warn(notPublished(event, String(error)));
    }
  }

  /** At every attempt to publish it, so that the metric stays as long as nobody else learns of it. */
  function logDropped({ group, detail }: GroupEvent): void {
    const values = { [DROPPED_METRIC]: Number(detail['entries']) };
    const metric = embeddedMetrics(clock(), { [OWN_METRIC.dimension]: stage }, values);
    warn('events dropped', { group, since: detail['since'], ...metric });
  }

  return {
    async publish(events) {
      events.filter(({ type }) => type === EVENT.dropped).forEach(logDropped);
      const published = new Set<string>();
      for (const some of inCalls(events.map((event) => ({ event, entry: entryOf(event) })))) {
        if (clock() >= pausedUntil) await send(some, published);
      }
      return published;
    },
  };
}

interface Written {
  readonly event: GroupEvent;
  readonly entry: PutEventsRequestEntry;
}

function inCalls(all: readonly Written[]): Written[][] {
  const calls: Written[][] = [];
  let bytes = 0;
  for (const each of all) {
    const size = Buffer.byteLength(each.entry.Detail ?? '');
    const last = calls.at(-1);
    if (last && last.length < EVENTS_PER_CALL && bytes + size <= BYTES_PER_CALL) last.push(each);
    else {
      calls.push([each]);
      bytes = 0;
    }
    bytes += size;
  }
  return calls;
}

const notPublished = ({ type, group, id }: GroupEvent, why: string): string =>
  `could not publish the event "${type}" of ${group} (${id}) and will try again: ${why}`;
