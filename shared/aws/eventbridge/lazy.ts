import type { Announcements } from '../../evaluation/index.ts';
import type { Bus } from './announcements.ts';

/** Announcements that load the EventBridge client at the first event: most evaluations do not resize and publish nothing. */
export function lazyAnnouncements(bus: Bus, warn: (message: string) => void): Announcements {
  let loading: Promise<Announcements> | undefined;
  const announcements = () => {
    loading ??= import('./client.ts').then(({ announcementsWithClient }) => announcementsWithClient(bus, warn));
    return loading;
  };
  return {
    async announce(announcement) {
      if (announcement.workers.length > 0) await (await announcements()).announce(announcement);
    },
  };
}
