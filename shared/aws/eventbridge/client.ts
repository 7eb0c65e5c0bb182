import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Announcements } from '../../evaluation/index.ts';
import { patience } from '../client-settings.ts';
import { type Bus, eventBridgeAnnouncements } from './announcements.ts';

/** The only module that loads the EventBridge client; import it through `lazy.ts`. Its timeout is short, because a resize waits for the call. */
export function announcementsWithClient(bus: Bus, warn: (message: string) => void): Announcements {
  const client = new EventBridgeClient({ ...patience(2000), maxAttempts: 2 });
  return eventBridgeAnnouncements(client, bus, { warn, clock: Date.now });
}
