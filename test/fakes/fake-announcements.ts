import type { Announcements, GroupEvent } from '../../shared/evaluation/ports.ts';
import { CONDITION_EVENT, type EVENT, EVENT as EVENTS } from '../../shared/names/index.ts';
import { Calls } from './calls.ts';
import { copyOf } from './copy.ts';

const CONDITIONS: readonly string[] = Object.values(CONDITION_EVENT);

/** What was published, in order. `calls` counts `publish`; made to fail, nothing is published. */
export class FakeAnnouncements implements Announcements {
  readonly calls = new Calls();
  readonly events: GroupEvent[] = [];

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
    if (events.length === 0) return new Set();
    try {
      await this.calls.enter('publish');
    } catch {
      return new Set();
    }
    this.events.push(...copyOf(events));
    return new Set(events.map(({ id }) => id));
  }
}
