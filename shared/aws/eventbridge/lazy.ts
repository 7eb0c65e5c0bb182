import type { Announcements } from '../../evaluation/index.ts';
import { once } from '../../model/index.ts';
import type { Bus } from './announcements.ts';

/** Announcements that load the EventBridge client at the first event: most evaluations publish nothing. */
export function lazyAnnouncements(bus: Bus, warn: (message: string) => void): Announcements {
  const announcements = once(async () => (await import('./client.ts')).announcementsWithClient(bus, warn));
  return {
    publish: async (events) => (events.length > 0 ? (await announcements()).publish(events) : new Set()),
  };
}
