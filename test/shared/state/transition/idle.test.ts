import { expect, it } from 'vitest';
import { idleSinceAfter } from '../../../../shared/state/transition/idle.ts';
import { NOON } from '../../../contracts/examples.ts';

const worker = (id: string, idleSince?: number) => ({
  ...{ id, state: 'ready' as const, protected: false, metrics: {} },
  ...(idleSince === undefined ? {} : { idleSince }),
});

it('remembers since when workers are idle, and forgets those that are not, or are gone', () => {
  const before = { idleSince: { a: NOON, b: NOON, gone: NOON } };
  expect(idleSinceAfter(before, { workers: [worker('a', NOON), worker('b')] })).toEqual({ idleSince: { a: NOON } });
});

it('changes nothing while the same workers are idle', () => {
  expect(idleSinceAfter({ idleSince: { a: NOON } }, { workers: [worker('b'), worker('a', NOON)] })).toEqual({});
  expect(idleSinceAfter({}, { workers: { pending: 0, warming: 0, ready: 2, draining: 0, unhealthy: 0 } })).toEqual({});
});

it('remembers at most a thousand, those that are idle longest', () => {
  const workers = Array.from({ length: 1200 }, (_, index) => worker(`i-${index}`, NOON - index));
  const { idleSince = {} } = idleSinceAfter({}, { workers });
  expect(Object.keys(idleSince)).toHaveLength(1000);
  expect(Object.keys(idleSince)).toContain('i-1199');
  expect(Object.keys(idleSince)).not.toContain('i-199');
});
