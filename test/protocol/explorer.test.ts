import { describe, expect, test } from 'vitest';
import { onlyInFullRun } from '../full-run.ts';
import { explore } from './explore.ts';
import { PROTOCOL_MUTATIONS } from './mutations.ts';

/** Two evaluations at a time, the second of which has a clock that is fast by a whole lease. */
const skews = [0, 1];

describe('every state that claim, resume and settle can reach', () => {
  test('is in order when a process dies', () => {
    const { states, fault } = explore({ skews, left: { crashes: 1, lost: 0, demands: 0, vanishings: 0 } });
    expect(fault).toBe(null);
    expect(states).toBeGreaterThan(10_000);
  });

  test('is in order when the answer of a call is lost', () => {
    expect(explore({ skews, left: { crashes: 0, lost: 1, demands: 0, vanishings: 0 } }).fault).toBe(null);
  });

  test('is in order when the demand changes', { ...onlyInFullRun }, () => {
    const { states, fault } = explore({ skews, left: { crashes: 0, lost: 0, demands: 1, vanishings: 0 } });
    expect(fault).toBe(null);
    expect(states).toBeGreaterThan(100_000);
  });

  test.for(PROTOCOL_MUTATIONS)('shows what is wrong with: %s', (mutation) => {
    const lost = mutation === 'lost-answer-is-a-failure' ? 1 : 0;
    const { fault } = explore({ skews, mutation, left: { crashes: 0, lost, demands: 1 - lost, vanishings: 0 } });
    expect(fault?.trace.join('\n')).toContain(' ');
  });
});
