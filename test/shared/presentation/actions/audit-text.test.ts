import { describe, expect, test } from 'vitest';
import { bounded, pause, pauseAll, resume, scale } from '../../../../shared/operations/index.ts';
import { actionText, auditTable } from '../../../../shared/presentation/index.ts';
import { WHOLE } from '../../../../shared/presentation/layout/view.ts';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, settled } from '../../evaluation/setting.ts';
import { controlIn } from '../../operations/control/control.ts';

const ANN = { by: 'ann', through: 'command' } as const;

describe('the list of the audit trail', () => {
  test.each([
    ['scale', { workers: 8, for: 3600, force: false }, 'scale to 8 for 1h'],
    ['scale', { workers: 0, for: 90, force: true }, 'scale to 0 for 90s beyond bounds'],
    ['scale', { end: true }, 'scale ended'],
    ['pause', {}, 'pause'],
    ['pause', { direction: 'in', for: 172_800, all: true }, 'pause in for 2d, all groups'],
    ['resume', { direction: 'out' }, 'resume out'],
    ['policy-rollback', { to: 3 }, 'policy-rollback to 3'],
    ['policy-delete', { version: 4, onDelete: 'drain' }, 'policy-delete, version 4, onDelete drain'],
    ['of-a-later-version', { many: [1, 2], none: null }, 'of-a-later-version, many [1,2]'],
  ])('says what was set: %s %j', (action, params, text) => {
    expect(actionText({ action, params })).toBe(text);
  });

  test('has what people did to a group', async () => {
    const world = await settled(2);
    const use = controlIn(world);
    await scale('ci', { workers: 8, for: 3600, because: 'sale', force: false }, ANN, use);
    await pause('ci', { direction: 'in', for: 7200, because: 'calm' }, ANN, use);
    await pauseAll(['ci'], { because: 'incident' }, ANN, use);
    await resume('ci', { because: 'over' }, ANN, use);
    const entries = await use.audit.list({ from: 0, now: NOON, limit: 10 });
    const text = auditTable(entries);
    for (const done of ['scale to 8 for 1h', 'pause in for 2h', 'pause, all groups', 'resume'])
      expect(text).toMatch(new RegExp(`2026-11-21 12:00:00 +ann +command +ci +${done} +\\w+ +done$`, 'm'));
  });

  test('keeps what an evaluation decided, and why', async () => {
    const world = await settled(4, policyOf({ behavior: { in: { drain: 600 } } }));
    world.queues.set('jobs', { waiting: 20 });
    const { reason } = await world.evaluate();
    const outcome = { result: 'done' as const, reason: { code: reason.code, params: bounded(reason.params) } };
    const entry = { id: '1', at: NOON, by: 'ann', through: 'command' as const, from: null, group: 'ci', because: null };
    const entries = [{ ...entry, because: 'after the sale', action: 'evaluate' as const, params: {}, outcome }];
    expect(auditTable(entries)).toContain(
      'Scale in 4 → 2. Rules asked for 2 (jobs 20, 10 per worker). Draining 2 workers until',
    );
    const narrow = auditTable(entries, { ...WHOLE, width: 80 }).split('\n');
    expect(narrow.filter((line) => line.length > 80)).toEqual([]);
    expect(narrow.join(' ').replaceAll(/\s+/g, ' ')).toMatch(/evaluate Scale in 4 → 2\. .*Draining 2 workers until/);
  });

  test('shows a failure and its cause', () => {
    const outcome = { result: 'failed' as const, reason: { code: 'audit-failed', params: { error: 'throttled' } } };
    const entry = { id: '1', at: NOON, by: 'ann', through: 'command' as const, from: null, group: 'ci', because: null };
    expect(auditTable([{ ...entry, action: 'evaluate', params: {}, outcome }])).toContain('failed: throttled');
  });
});
