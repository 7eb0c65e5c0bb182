import type { Announcements } from '../../evaluation/index.ts';
import { once } from '../../model/index.ts';
import type { Borrowed } from '../query/call.ts';
import type { Bus, Warn } from './announcements.ts';

/** Announcements whose code and texts are loaded with the first event: most evaluations publish nothing. */
export function lazyAnnouncements(borrowed: Borrowed, bus: Bus, warn: Warn): Announcements {
  const announcements = once(async () => {
    const [{ eventBridgeAnnouncements }, { lightEventBridgeCalls }] = await Promise.all([
      import('./announcements.ts'),
      import('./light-calls.ts'),
    ]);
    return eventBridgeAnnouncements(lightEventBridgeCalls(borrowed), bus, { warn, clock: Date.now });
  });
  return {
    publish: async (events) => (events.length > 0 ? (await announcements()).publish(events) : new Set()),
  };
}
