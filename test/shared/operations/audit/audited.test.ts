import { expect, test } from 'vitest';
import { type Actor, type Reason, ReasonedError } from '../../../../shared/model/index.ts';
import { audited, auditPage, bounded, failed } from '../../../../shared/operations/index.ts';
import { newActivityId } from '../../../../shared/runtime/activity-id.ts';
import { NOON } from '../../../contracts/examples.ts';
import { auditEntry } from '../../../contracts/store/audit-trail.contract.ts';
import { MemoryAudit } from '../../../fakes/table/memory-audit.ts';

const ANN: Actor = { by: 'ann', through: 'command', because: 'more work', from: 'laptop' };
const ALL = { from: 0, now: NOON + 1, limit: 100 };

function setting() {
  const audit = new MemoryAudit();
  const warned: Reason[] = [];
  const use = { audit, clock: () => NOON, newId: newActivityId, warn: (reason: Reason) => void warned.push(reason) };
  return { audit, warned, use };
}
const action = { action: 'policy-apply', actor: ANN, group: 'ci', params: { version: 3 } } as const;

test('an action is recorded with who, from where, why, and what came of it', async () => {
  const { audit, use } = setting();
  expect(await audited(use, action, async () => 7)).toBe(7);
  expect(await audit.list(ALL)).toEqual([
    {
      ...{ id: expect.any(String), at: NOON, by: 'ann', through: 'command', from: 'laptop', because: 'more work' },
      ...{ action: 'policy-apply', group: 'ci', params: { version: 3 } },
      outcome: { result: 'done', reason: { code: 'audit-done', params: {} } },
    },
  ]);
});

test('its entry is there before it begins', async () => {
  const { audit, use } = setting();
  await audited(use, action, async () => {
    expect(await audit.list(ALL)).toMatchObject([{ outcome: { result: 'begun' } }]);
  });
});

test('a failed action is recorded with its reason, and still throws', async () => {
  const { audit, use } = setting();
  const conflict = new ReasonedError({ code: 'conflict', params: { group: 'ci' } }, 'Conflict.');
  await expect(audited(use, action, () => Promise.reject(conflict))).rejects.toBe(conflict);
  await expect(audited(use, action, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  const [second, first] = await audit.list(ALL);
  expect([first, second].map((entry) => entry?.outcome)).toEqual(
    expect.arrayContaining([
      { result: 'failed', reason: { code: 'conflict', params: { group: 'ci' } } },
      { result: 'failed', reason: { code: 'audit-failed', params: { error: 'no network' } } },
    ]),
  );
});

test('a result may count as failed', async () => {
  const { audit, use } = setting();
  const reason = { code: 'limit', params: {} };
  await audited(use, { ...action, outcome: () => failed(reason) }, async () => 'result');
  expect(await audit.list(ALL)).toMatchObject([{ outcome: { result: 'failed', reason } }]);
});

test('without an entry, nothing is done', async () => {
  const { audit, use } = setting();
  audit.calls.fail('record', new Error('denied'));
  let isDone = false;
  const work = async () => {
    isDone = true;
  };
  await expect(audited(use, action, work)).rejects.toThrow('denied');
  expect(isDone).toBe(false);
});

test('an end that cannot be recorded is reported, and the action counts', async () => {
  const { audit, use, warned } = setting();
  const work = async () => {
    audit.calls.fail('record', new Error('throttled'));
    return 7;
  };
  expect(await audited(use, action, work)).toBe(7);
  expect(await audit.list(ALL)).toMatchObject([{ outcome: { result: 'begun' } }]);
  expect(warned).toMatchObject([{ code: 'audit-end-not-recorded' }]);
});

test('parameters are bounded', () => {
  const long = { text: 'x'.repeat(1e6), list: Array.from({ length: 1e5 }, (_, index) => index), deep: nested(50) };
  expect(JSON.stringify(bounded(long)).length).toBeLessThan(8001);
  const wide = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`p${index}`, Array(20).fill('y'.repeat(500))]),
  );
  expect(bounded(wide)).toEqual({});
});

const nested = (levels: number): Reason => (levels === 0 ? { end: true } : { inner: nested(levels - 1) }) as never;

test('pages of the audit trail have cursors of their own list', async () => {
  const audit = new MemoryAudit();
  const entries = Array.from({ length: 5 }, (_, index) => auditEntry('ci', { at: NOON + index }));
  for (const entry of entries) await audit.record(entry);
  const request = { group: 'ci', now: NOON + 10, limit: 2 };
  const first = await auditPage(audit, request);
  const second = await auditPage(audit, { ...request, cursor: String(first.cursor) });
  const third = await auditPage(audit, { ...request, cursor: String(second.cursor) });
  expect([first, second, third].flatMap((page) => page.entries)).toEqual(entries.toReversed());
  expect(third.cursor).toBeNull();

  const wrong = { cause: { reason: { code: 'cursor-invalid', params: {} } } };
  const cursor = String(first.cursor);
  const changed = `${cursor[0] === 'x' ? 'y' : 'x'}${cursor.slice(1)}`;
  for (const bad of [changed, `${cursor}0`, '', '.', 'nonsense', 'e30.x', '\u0000', 'x'.repeat(100_000)]) {
    await expect(auditPage(audit, { ...request, cursor: bad })).rejects.toMatchObject(wrong);
  }
  // Of the list of another group, and of all groups.
  await expect(auditPage(audit, { ...request, group: 'web', cursor })).rejects.toMatchObject(wrong);
  await expect(auditPage(audit, { now: NOON, limit: 2, cursor })).rejects.toMatchObject(wrong);
});

test('a page goes back no further than entries are kept', async () => {
  const audit = new MemoryAudit();
  await audit.record(auditEntry('ci', { at: NOON - 401 * 86_400_000 }));
  expect(await auditPage(audit, { from: 0, now: NOON, limit: 5 })).toEqual({ entries: [], cursor: null });
});
