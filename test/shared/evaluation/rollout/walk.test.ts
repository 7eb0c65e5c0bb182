import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byRun } from '../../../full-run.ts';
import { type Event, walked } from './walk.ts';

const KINDS: readonly Event['kind'][] = [
  ...(['serves', 'serves', 'serves', 'sick', 'vanishes', 'busy', 'idle', 'protected', 'free'] as const),
  ...(['newer', 'turned', 'held'] as const),
];
const event = fc.record({ kind: fc.constantFrom(...KINDS), nth: fc.nat(9) });
const walk = fc.record({
  settings: fc.record({
    on: fc.constantFrom('version' as const, 'manual' as const),
    parallel: fc.constantFrom(1, 2, '10%' as const, '50%' as const),
    capacity: fc.constantFrom('surge' as const, 'in-place' as const),
    monitor: fc.constantFrom('0s' as const, '2m' as const),
    delay: fc.constantFrom('0s' as const, '2m' as const),
    maxFailures: fc.constantFrom('0%' as const, '50%' as const),
    rollback: fc.boolean(),
  }),
  desired: fc.integer({ min: 1, max: 6 }),
  drain: fc.nat(6),
  minutes: fc.array(fc.array(event, { maxLength: 3 }), { maxLength: 15 }),
});

test('whatever the workers do, a rollout keeps its minimum and its surplus, and ends in one version', () => {
  fc.assert(
    fc.property(walk, (each) => {
      expect(walked(each)).toEqual([]);
    }),
    { numRuns: byRun({ quick: 100, full: 400 }) },
  );
});
