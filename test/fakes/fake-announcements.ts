import { eventDocument } from '../../shared/aws/eventbridge/event-document.ts';
import { EVENT_SCHEMAS } from '../../shared/aws/eventbridge/event-schemas.ts';
import type { Announcements, GroupEvent } from '../../shared/evaluation/ports.ts';
import { CONDITION_EVENT, type EVENT, EVENT as EVENTS } from '../../shared/names/index.ts';
import { Calls } from './calls.ts';
import { frozenCopyOf } from './copy.ts';

const CONDITIONS: readonly string[] = Object.values(CONDITION_EVENT);

/** What was published, in order. `calls` counts `publish`; made to fail, nothing is published. */
export class FakeAnnouncements implements Announcements {
  readonly calls = new Calls();
  readonly events: GroupEvent[] = [];
  /** The bus refuses every event. */
  isRefused = false;

  /** Ids of the workers of which events of this type were published. */
  of(type: keyof typeof EVENT): string[] {
    const ofType = this.events.filter((event) => event.type === EVENTS[type]);
    return ofType.flatMap(({ detail }) => (detail['workers'] ?? []) as string[]);
  }

  /** Conditions of groups, and whether they started or ended. */
  conditions(): string[] {
    const notices = this.events.filter(({ type }) => CONDITIONS.includes(type));
    return notices.map(({ detail }) => `${detail['condition']} ${detail['status']}`);
  }

  async publish(events: readonly GroupEvent[]): Promise<ReadonlySet<string>> {
    if (events.length === 0 || this.isRefused) return new Set();
    try {
      await this.calls.enter('publish');
    } catch {
      return new Set();
    }
    for (const event of events) checkSchema(event);
    this.events.push(...frozenCopyOf(events));
    return new Set(events.map(({ id }) => id));
  }
}

/** Events that have the published form, whatever their numbers and times are. Thousands of worlds of a model publish the same ones. */
const checked = new Set<string>();
const MOST_CHECKED = 10_000;

/** Every event of every test has the published form. */
function checkSchema(event: GroupEvent): void {
  // The document is made from the event alone, and making it takes longer.
  const key = `${event.type} ${JSON.stringify(event)}`.replace(/\d+/g, '0');
  if (checked.has(key)) return;
  const text = JSON.stringify(eventDocument(event, 'test'));
  const { error } = EVENT_SCHEMAS[event.type].detail.safeParse(JSON.parse(text));
  if (error) throw new Error(`${event.type} is not valid: ${error.message} in ${text}`);
  if (checked.size >= MOST_CHECKED) checked.clear();
  checked.add(key);
}
