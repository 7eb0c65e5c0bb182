import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../shared/aws/dynamodb/store.ts';
import type { AuditEntry } from '../../../shared/operations/index.ts';
import { newActivityId } from '../../../shared/runtime/activity-id.ts';
import { freshGroup, MINUTE, NOON } from '../examples.ts';

const DAY = 86_400_000;

export const auditEntry = (group: string | null, change: Partial<AuditEntry> = {}): AuditEntry => {
  const at = change.at ?? NOON;
  return {
    ...{ id: newActivityId(at), at, by: 'ann@laptop', through: 'command', from: 'laptop', action: 'policy-apply' },
    ...{ group, because: 'more work', params: { version: 3 } },
    outcome: { result: 'done', reason: { code: 'audit-done', params: {} } },
    ...change,
  };
};

export function describeAuditTrailContract(name: string, makeStore: () => Store | Promise<Store>): void {
  describe(`AuditTrail: ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await makeStore();
    });
    const all = { from: NOON - 500 * DAY, now: NOON + 500 * DAY, limit: 100 };

    it('returns the entries of a group as they were recorded, newest first', async () => {
      const [group, other] = [freshGroup(), freshGroup()];
      const entries = [0, 1, 2].map((minutes) => auditEntry(group, { at: NOON + minutes * MINUTE, from: null }));
      for (const entry of [entries[1], entries[0], entries[2]]) await store.audit.record(entry as AuditEntry);
      await store.audit.record(auditEntry(other));
      expect(await store.audit.list({ ...all, group })).toEqual(entries.toReversed());
    });

    it('replaces an entry by its end', async () => {
      const group = freshGroup();
      const begun = auditEntry(group, { outcome: { result: 'begun', reason: { code: 'audit-begun', params: {} } } });
      const ended = { ...begun, outcome: { result: 'failed' as const, reason: { code: 'x', params: { a: [1] } } } };
      await store.audit.record(begun);
      await store.audit.record(ended);
      expect(await store.audit.list({ ...all, group })).toEqual([ended]);
    });

    it('lists all groups and the stage over the months, in pages', async () => {
      const group = freshGroup();
      // Nobody else records at these times.
      const base = NOON + 100 * DAY;
      const entries = [0, 20, 45, 90].map((days) =>
        auditEntry(days === 45 ? null : group, { at: base + days * DAY, action: 'redrive' }),
      );
      for (const entry of entries) await store.audit.record(entry);
      const query = { from: base, now: base + 100 * DAY };
      const [first, second, third, fourth] = entries.toReversed() as [AuditEntry, AuditEntry, AuditEntry, AuditEntry];
      expect(await store.audit.list({ ...query, limit: 2 })).toEqual([first, second]);
      expect(await store.audit.list({ ...query, limit: 2, after: second })).toEqual([third, fourth]);
      expect(await store.audit.list({ ...query, limit: 2, after: fourth })).toEqual([]);
      expect(await store.audit.list({ ...query, group, limit: 2, after: first })).toEqual([third, fourth]);
    });

    it('leaves out entries from before the given time', async () => {
      const group = freshGroup();
      const [old, recent] = [auditEntry(group), auditEntry(group, { at: NOON + DAY })];
      for (const entry of [old, recent]) await store.audit.record(entry);
      expect(await store.audit.list({ ...all, group, from: NOON + 1 })).toEqual([recent]);
    });

    it('has no entries of an unknown group', async () => {
      expect(await store.audit.list({ ...all, group: freshGroup() })).toEqual([]);
    });
  });
}
