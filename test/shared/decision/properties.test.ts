import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsInForce, type Decision, decide, sizeSetIn } from '../../../shared/decision/index.ts';
import { wantedBy } from '../../../shared/evaluation/overflow/need.ts';
import {
  type Observation,
  type ObservationDocument,
  type Policy,
  type PolicyDocument,
  parseObservation,
  parsePolicy,
} from '../../../shared/policy/index.ts';
import { phrase, sentence } from '../../../shared/presentation/index.ts';
import { runs } from '../runs.ts';
import {
  found,
  knowing,
  measuredRule,
  named,
  observationDocument,
  policyDocument,
  type WrittenRule,
} from './arbitraries.ts';

const policyOf = (document: PolicyDocument) => {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
};
const observationOf = (document: ObservationDocument): Observation => {
  const parsed = parseObservation(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
};
const requestOf = (workers: number, now: number) => ({
  requested: [{ from: 'eu-west-1', workers, until: now + 60_000 }],
});
/** What was found out, half the time. */
const known = fc.option(found, { nil: undefined });

type Holds = (decision: Decision, policy: Policy, seen: Observation) => void;

/** What holds for every policy, every observation and the decision on them. */
const ALWAYS: Readonly<Record<string, Holds>> = {
  'the result is within the active bounds, unless a pause, maintenance or protection keeps the group outside': (
    { desired, current, blockedBy },
    policy,
    { now },
  ) => {
    const { min, max } = boundsInForce(policy, now);
    const floor = Math.min(policy.guards.floor, policy.capacity.max);
    // Nothing but a pause keeps a group below its minimum; what keeps it above its maximum lets it grow no further.
    if (desired < min) expect({ desired, blockedBy }).toEqual({ desired: current, blockedBy: 'paused' });
    if (desired > Math.max(max, floor)) {
      expect(['paused', 'maintenance', 'protected']).toContain(blockedBy);
      expect(desired).toBeLessThanOrEqual(current);
    }
  },
  'the direction is hold exactly when nothing changes': ({ direction, change, desired, current }) => {
    expect(change).toBe(desired - current);
    expect(direction).toBe(change > 0 ? 'out' : change < 0 ? 'in' : 'hold');
  },
  'a result that differs from the proposals or the size set, bounds and floor has a blockedBy': (
    { desired, current, proposal, blockedBy },
    policy,
    seen,
  ) => {
    const { min, max } = boundsInForce(policy, seen.now);
    const wanted = sizeSetIn(seen)?.workers ?? proposal ?? current;
    const floor = Math.min(policy.guards.floor, Math.max(max, policy.capacity.max));
    const asked = Math.max(floor, Math.min(max, Math.max(min, wanted)));
    if (desired !== asked) expect(blockedBy).not.toBeNull();
  },
  'the trace leads to the result, in whole workers and sentences': ({ desired, trace, reason }) => {
    expect(trace.at(-1)?.proposed).toBe(desired);
    for (const { proposed, reason: why } of trace) {
      expect(proposed === null || (Number.isInteger(proposed) && proposed >= 0 && proposed <= 100_000)).toBe(true);
      expect(phrase(why)).not.toMatch(/NaN|undefined|Infinity|\[object/);
    }
    expect(sentence(reason)).toMatch(/^(Hold at|Scale out|Scale in) .*\.$/);
    expect(sentence(reason)).not.toMatch(/NaN|undefined|Infinity|\[object|\{/);
  },
  'removed workers exist, are distinct, neither protected nor busy, and not more than the surplus': (
    { retire, desired, direction },
    _,
    { workers },
  ) => {
    const listed = Array.isArray(workers) ? workers : [];
    const removable = listed.filter((each) => each.state !== 'draining' && !each.protected && each.busy !== true);
    expect(removable.map(({ id }) => id)).toEqual(expect.arrayContaining([...retire]));
    expect(new Set(retire).size).toBe(retire.length);
    const live = listed.filter(({ state }) => state !== 'draining').length;
    expect(retire.length).toBeLessThanOrEqual(direction === 'in' ? Math.max(0, live - desired) : 0);
  },
  'the order of the rules does not matter': ({ desired, blockedBy, proposal }, policy, seen) => {
    const reversed = decide({ ...policy, rules: policy.rules.toReversed() }, seen);
    expect(reversed).toMatchObject({ desired, blockedBy, proposal });
  },
  'the decision is reproducible, and its input is not changed': (decision, policy, seen) => {
    const before = structuredClone([policy, seen]);
    expect(decide(policy, seen)).toEqual(decision);
    expect([policy, seen]).toEqual(before);
  },
  'a decision is the same after writing and reading': (decision) => {
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  },
};

describe('for every valid policy and every valid observation', () => {
  // On the same runs: to make a decision takes longer than to check it.
  it('what always holds of a decision holds', () => {
    const property = fc.property(policyDocument, observationDocument, known, (document, written, each) => {
      const policy = policyOf(document);
      const seen = knowing(observationOf(written), policy, each);
      const decision = decide(policy, seen);
      for (const [what, holds] of Object.entries(ALWAYS)) {
        try {
          holds(decision, policy, seen);
        } catch (cause) {
          throw new Error(`This does not hold: ${what}`, { cause });
        }
      }
    });
    fc.assert(property, { numRuns: runs });
  });

  it('another rule never lowers the result, if other rules have a proposal', () => {
    fc.assert(
      fc.property(policyDocument, measuredRule, observationDocument, known, (policy, added, written, each) => {
        const decided = (document: PolicyDocument) => {
          const parsed = policyOf(document);
          return decide(parsed, knowing(observationOf(written), parsed, each));
        };
        const before = decided(policy);
        // Where no rule has an opinion the group is merely left alone, and the first that has one may shrink it.
        if (before.proposal === null && before.blind.length === 0) return;
        const after = decided({
          ...policy,
          rules: [...(policy.rules ?? []), ...named([added]).map((rule) => ({ ...rule, name: 'added' }))],
        });
        expect(after.desired).toBeGreaterThanOrEqual(before.desired);
      }),
      { numRuns: runs },
    );
  });

  it('a disabled rule changes nothing', () => {
    fc.assert(
      fc.property(policyDocument, measuredRule, observationDocument, (document, rule, written) => {
        const outcome = (disabled: WrittenRule[]) => {
          const rules = [...(document.rules ?? []), ...disabled];
          const { desired, blockedBy, retire, proposal } = decide(
            policyOf({ ...document, profile: undefined, rules }),
            observationOf(written),
          );
          return { desired, blockedBy, retire, proposal };
        };
        expect(outcome([{ ...rule, name: 'disabled', enabled: false }])).toEqual(outcome([]));
      }),
      { numRuns: runs },
    );
  });

  it('the boot of a disabled rule does not make a young worker one that serves', () => {
    const step: WrittenRule = { kind: 'step', metric: 'cpu', threshold: 0, steps: [{ from: 0, add: 1 }] };
    const deadline: WrittenRule = { kind: 'deadline', metric: 'jobs', taskSeconds: 5, startWithin: '1m', boot: '30s' };
    const seen = observationOf({
      now: '2026-11-21T12:00:00Z',
      workers: [{ id: 'i-1', state: 'ready', launchedAt: '2026-11-21T11:59:59Z' }],
      metrics: { cpu: [{ at: '2026-11-21T11:59:59Z', value: 1 }] },
    });
    const proposed = (rules: WrittenRule[]) =>
      decide(policyOf({ group: 'fleet', capacity: { min: 0, max: 9 }, rules }), seen).proposal;
    expect(proposed([step])).toBe(2);
    expect(proposed([step, { ...deadline, enabled: false }])).toBe(2);
  });

  it('what another region asks for never results in fewer workers, and no more than the bounds allow', () => {
    const requested = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(policyDocument, measuredRule, observationDocument, requested, (document, rule, written, workers) => {
        const policy = policyOf({ ...document, rules: named([...(document.rules ?? []), rule]) });
        const seen = observationOf({ ...written, overflow: undefined });
        const [before, after] = [seen, { ...seen, overflow: requestOf(workers, seen.now) }].map((each) =>
          decide(policy, each),
        );
        expect(after?.desired).toBeGreaterThanOrEqual(before?.desired ?? 0);
        const { max } = boundsInForce(policy, seen.now);
        expect(after?.desired).toBeLessThanOrEqual(Math.max(max, before?.desired ?? 0));
      }),
      { numRuns: runs },
    );
  });

  it('what another region asks for is never passed on to a third one', () => {
    const requested = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(policyDocument, observationDocument, requested, fc.nat(50), (document, written, workers, live) => {
        const policy = policyOf(document);
        const seen = observationOf(written);
        const wanted = [0, workers].map((some) => {
          const desired = Math.max(live, some);
          return wantedBy(policy, { ...seen, desired, overflow: requestOf(some, seen.now) }, live);
        });
        expect(wanted[1]).toBe(wanted[0]);
      }),
      { numRuns: runs },
    );
  });

  it('more load never results in fewer workers', () => {
    const more = fc.constantFrom(0.1, 1, 7, 50, 1000);
    fc.assert(
      fc.property(
        policyDocument,
        observationDocument,
        fc.constantFrom('cpu', 'jobs', 'constructor'),
        more,
        known,
        (document, written, metric, by, each) => {
          const policy = policyOf(document);
          const seen = knowing(observationOf(written), policy, each);
          expect(decide(policy, loaded(seen, metric, by)).desired).toBeGreaterThanOrEqual(decide(policy, seen).desired);
        },
      ),
      { numRuns: runs },
    );
  });
});

/** The same observation with so much more of one metric, in the group and in each worker. What is below zero is no load. */
function loaded(seen: Observation, metric: string, by: number): Observation {
  const own = <T>(metrics: Record<string, T>, change: (value: T) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, name === metric ? change(value) : value]));
  const { workers } = seen;
  return {
    ...seen,
    metrics: own(
      seen.metrics,
      (points) => points?.map(({ at, value }) => ({ at, value: value < 0 ? value : value + by })) ?? null,
    ),
    workers: Array.isArray(workers)
      ? workers.map((each) => ({ ...each, metrics: own(each.metrics, (value) => value + by) }))
      : workers,
  };
}
