import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Policy, type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { type Proposal, proposalPoints, withChange, withProposal } from '../../../../shared/state/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { runs as propertyRuns } from '../../runs.ts';
import { FREE, policyOf } from '../setting.ts';

function policyWith(behavior: NonNullable<PolicyDocument['behavior']>): Policy {
  const parsed = parsePolicy(policyOf({ behavior }));
  if (!parsed.ok) throw new Error('no policy');
  return parsed.value;
}
const free = policyWith({});
const stabilizedFor = (out: number, into: number): Policy => ({
  ...free,
  behavior: { out: { ...free.behavior.out, stabilization: out }, in: { ...free.behavior.in, stabilization: into } },
});

/** Evaluations: how long after the one before (ms), and what the rules asked for. */
const evaluations = fc.array(
  fc.record({ after: fc.constantFrom(1, 500, 1000, 60_000, 61_000), value: fc.integer({ min: 0, max: 4 }) }),
  { minLength: 1, maxLength: 25 },
);
const windows = fc.tuple(fc.constantFrom(1, 2, 60, 180), fc.constantFrom(1, 61, 120, 300));
/** From the last evaluation until somebody looks, often to the millisecond at which a window ends. */
const idling = fc.oneof(fc.constantFrom(0, 1, 999, 1000, 59_999, 60_000, 180_000, 300_000), fc.nat(400_000));
const SIZE = 2;

/** Runs evaluations, and also keeps a naive record of each, valid until the next one. */
function played(policy: Policy, steps: readonly { after: number; value: number }[]) {
  let now = NOON;
  let kept: readonly Proposal[] = [];
  let writes = 0;
  const record: { from: number; value: number }[] = [{ from: -Infinity, value: SIZE }];
  for (const { after, value } of steps) {
    now += after;
    const next = withProposal(kept, policy, value, SIZE, now);
    if (next !== kept) writes += 1;
    kept = next;
    record.push({ from: now, value });
  }
  return { kept, record, writes, now };
}

/** Values that stood at some moment of (now − window, now]. */
const valuesInWindow = (record: readonly { from: number; value: number }[], window: number, now: number): number[] =>
  record
    .filter(({ from }, index) => {
      const end = (record[index + 1]?.from ?? now + 1) - 1;
      return end > now - window && end >= from;
    })
    .map(({ value }) => value);

describe('proposals kept as runs', () => {
  test('give the same result for every window as a record of every evaluation', () => {
    fc.assert(
      fc.property(evaluations, windows, idling, (steps, [out, into], idle) => {
        const policy = stabilizedFor(out, into);
        const { kept, record, now: last } = played(policy, steps);
        const now = last + idle;
        const points = proposalPoints(kept, policy, now);
        for (const seconds of [out, into]) {
          const inWindow = points.filter(({ at }) => at > now - seconds * 1000 && at <= now).map(({ value }) => value);
          const naive = valuesInWindow(record, seconds * 1000, now);
          expect([Math.min(...inWindow), Math.max(...inWindow)]).toEqual([Math.min(...naive), Math.max(...naive)]);
        }
      }),
      { numRuns: propertyRuns },
    );
  });

  test('are written only when the proposal changes, and at first', () => {
    fc.assert(
      fc.property(evaluations, windows, (steps, [out, into]) => {
        const changes = steps.filter(({ value }, index) => value !== steps[index - 1]?.value).length;
        expect(played(stabilizedFor(out, into), steps).writes).toBe(changes);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('never exceed the longest window', () => {
    fc.assert(
      fc.property(evaluations, windows, (steps, [out, into]) => {
        const { kept } = played(stabilizedFor(out, into), steps);
        const lastWrite = kept.at(-1)?.at ?? NOON;
        const reachedBack = kept.slice(1).filter(({ at }) => at <= lastWrite - Math.max(out, into) * 1000);
        expect(reachedBack).toEqual([]);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('are not kept without stabilization, and old ones are dropped', () => {
    expect(withProposal([], free, 5, 2, NOON)).toEqual([]);
    expect(withProposal([{ at: NOON, value: 5 }], free, 5, 2, NOON)).toEqual([]);
    const none: Proposal[] = [];
    expect(withProposal(none, free, 7, 2, NOON)).toBe(none);
  });

  test('count even if the clock of their writer was ahead', () => {
    const policy = stabilizedFor(60, 60);
    expect(proposalPoints([{ at: NOON + 500, value: 5 }], policy, NOON)).toEqual([{ at: NOON, value: 5 }]);
  });
});

describe('changes', () => {
  test('are kept for the longest limit period of either direction', () => {
    const every = (seconds: number) => ({ ...FREE, limits: [{ workers: 1, every: seconds }] });
    const policy = policyWith({ out: every(60), in: every(300) });
    const changes = [-301, -300, -299, -10].map((seconds) => ({ at: NOON + seconds * 1000, by: 1 }));
    expect(withChange(changes, policy, -2, NOON)).toEqual([...changes.slice(2), { at: NOON, by: -2 }]);
  });
});
