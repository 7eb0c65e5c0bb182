import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Announcements } from '../../evaluation/index.ts';
import { patience } from '../clients.ts';
import { type Bus, eventBridgeAnnouncements } from './announcements.ts';

/** The only module that loads the EventBridge client; reached through `lazy.ts`. Little patience: a resize waits meanwhile. */
export function announcementsWithClient(bus: Bus, warn: (told: string) => void): Announcements {
  return eventBridgeAnnouncements(new EventBridgeClient({ ...patience(2000), maxAttempts: 2 }), bus, warn);
}
