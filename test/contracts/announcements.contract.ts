import { beforeEach, describe, expect, it } from 'vitest';
import { becauseOfEvent, type GroupEvent } from '../../shared/evaluation/index.ts';
import type { Announcements } from '../../shared/evaluation/ports.ts';
import { EVENT } from '../../shared/names/index.ts';
import { freshGroup, NOON } from './examples.ts';

/** What a consumer receives of an event. */
export type Heard = Pick<GroupEvent, 'type' | 'id' | 'group'> & { readonly workers: unknown };

export interface AnnouncementsSubject {
  readonly announcements: Announcements;
  /** All that was heard since the last time, in any order. */
  heard(): Promise<Heard[]>;
  /** Nothing can be published from now on. */
  cut(): void;
}

let events = 0;
export function workerEvent(change: Partial<GroupEvent> = {}, workers = workerIds(2)): GroupEvent {
  return {
    ...{ type: EVENT.terminated, id: `activity-${++events}/worker-terminated`, group: freshGroup(), at: NOON },
    reason: becauseOfEvent['worker-terminated']({ workers: workers.length }),
    detail: { activity: 'activity-1', workers },
    ...change,
  };
}

export const workerIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `i-${String(index).padStart(17, '0')}`);

const heardOf = ({ type, id, group, detail: { workers } }: GroupEvent): Heard => ({ type, id, group, workers });

export function describeAnnouncementsContract(
  name: string,
  makeSubject: () => AnnouncementsSubject | Promise<AnnouncementsSubject>,
): void {
  describe(`Announcements: ${name}`, () => {
    let subject: AnnouncementsSubject;
    beforeEach(async () => {
      subject = await makeSubject();
    });

    it('publishes any number of events, and says which', async () => {
      const all = Array.from({ length: 12 }, () => workerEvent());
      const published = await subject.announcements.publish(all);
      expect([...published]).toEqual(all.map(({ id }) => id));
      const heard = await subject.heard();
      expect(heard.toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual(
        all.map(heardOf).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      );
    });

    it('publishes nothing without events', async () => {
      expect(await subject.announcements.publish([])).toEqual(new Set());
      expect(await subject.heard()).toEqual([]);
    });

    it('says that nothing was published when the bus cannot be reached, and does not fail', async () => {
      subject.cut();
      expect(await subject.announcements.publish([workerEvent()])).toEqual(new Set());
      expect(await subject.heard()).toEqual([]);
    });
  });
}
