import type { Announcements, ConditionNotice, WorkerAnnouncement } from '../../shared/evaluation/ports.ts';
import { Calls } from './calls.ts';

/** What other programs were told, in order. `calls` counts `announce`; told to fail, nobody is told, and nobody notices. */
export class FakeAnnouncements implements Announcements {
  readonly calls = new Calls();
  readonly told: WorkerAnnouncement[] = [];

  readonly notices: ConditionNotice[] = [];

  /** Ids of the workers told of, by what was told of them. */
  of(kind: WorkerAnnouncement['kind']): string[] {
    return this.told.filter((each) => each.kind === kind).flatMap(({ workers }) => workers);
  }

  async announce(announcement: WorkerAnnouncement): Promise<void> {
    try {
      await this.calls.enter('announce');
    } catch {
      return;
    }
    if (announcement.workers.length > 0) this.told.push(structuredClone(announcement));
  }

  async notify(notice: ConditionNotice): Promise<void> {
    try {
      await this.calls.enter('notify');
    } catch {
      return;
    }
    this.notices.push(structuredClone(notice));
  }
}
