import { beforeEach, describe, expect, it } from 'vitest';
import type { Announcements, WorkerAnnouncement } from '../../shared/evaluation/ports.ts';
import { freshGroup, NOON } from './examples.ts';

export interface AnnouncementsSubject {
  readonly announcements: Announcements;
  /** All that was heard since the last time, in any order. */
  heard(): Promise<WorkerAnnouncement[]>;
  /** Nothing can be told from now on. */
  cut(): void;
}

export const announcement = (change: Partial<WorkerAnnouncement> = {}): WorkerAnnouncement => ({
  kind: 'terminated',
  group: freshGroup(),
  activity: 'activity-1',
  workers: ['i-00000000000000001', 'i-00000000000000002'],
  ...change,
});

export const workerIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `i-${String(index).padStart(17, '0')}`);

export function describeAnnouncementsContract(
  name: string,
  makeSubject: () => AnnouncementsSubject | Promise<AnnouncementsSubject>,
): void {
  describe(`Announcements: ${name}`, () => {
    let subject: AnnouncementsSubject;
    beforeEach(async () => {
      subject = await makeSubject();
    });

    it.each(['draining', 'drain-canceled', 'terminated', 'launched'] as const)(
      'announces workers: %s',
      async (kind) => {
        const told = announcement({ kind, ...(kind === 'draining' && { until: NOON }) });
        await subject.announcements.announce(told);
        expect(await subject.heard()).toEqual([told]);
      },
    );

    it('announces each of many workers once', async () => {
      const workers = workerIds(2500);
      await subject.announcements.announce(announcement({ workers }));
      const heard = (await subject.heard()).flatMap((each) => each.workers);
      expect(heard.toSorted()).toEqual(workers);
    });

    it('announces nothing without workers', async () => {
      await subject.announcements.announce(announcement({ workers: [] }));
      expect(await subject.heard()).toEqual([]);
    });

    it('does not fail when the event cannot be published', async () => {
      subject.cut();
      await expect(subject.announcements.announce(announcement())).resolves.toBeUndefined();
      expect(await subject.heard()).toEqual([]);
    });
  });
}
