import { describe, expect, test } from 'vitest';
import { decide } from '../../../../shared/decision/index.ts';
import { parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';

const START = Date.parse('2026-11-21T12:00:00Z');
const FAST = { cooldown: 0, stabilization: 0, limits: [] };
const iso = (minute: number): string => new Date(START + minute * 60_000).toISOString();

/** What each of the workers measures while together they have the work of `load` workers at 60 %. */
const cpuOf = (load: number, workers: number): number => Math.min(100, (60 * load) / Math.max(1, workers));

function parsed<T>(result: { ok: true; value: T } | { ok: false; faults: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
}

const policyOf = (rule: object, spare = 1) =>
  parsed(
    parsePolicy({
      group: 'ci',
      capacity: { min: 1, max: 200, spare },
      metrics: {
        cpu: { cloudwatch: { namespace: 'CWAgent', name: 'cpu_usage_active' } },
        average: { cloudwatch: { namespace: 'CWAgent', name: 'mem_used_percent' } },
        total: { pushed: {} },
      },
      rules: [rule],
      behavior: { out: FAST, in: FAST },
    }),
  );

/** The capacities of two hours in which the load stays the same. New workers serve from the next minute. */
function played(rule: object, load: number, first: number): number[] {
  const policy = policyOf(rule);
  const serving = [{ at: iso(-60), workers: first }];
  const capacities: number[] = [];
  let [desired, served] = [first, first];
  for (let minute = 0; minute < 120; minute += 1) {
    const cpu = cpuOf(load, served);
    const measured = served;
    served = desired;
    const observation = parseObservation({
      ...{ now: iso(minute + 1), desired, history: { serving: [...serving] } },
      workers: Array.from({ length: desired }, (_, index) => ({
        ...{ id: `i-${index}`, state: 'ready', metrics: index < measured ? { cpu } : {} },
      })),
      metrics: {
        cpu: [{ at: iso(minute), value: cpu }],
        average: [{ at: iso(minute), value: cpu }],
        total: [{ at: iso(minute), value: load * 60 }],
      },
    });
    desired = decide(policy, parsed(observation)).desired;
    serving.push({ at: iso(minute + 2), workers: desired });
    capacities.push(desired);
  }
  return capacities;
}

const target = { kind: 'target', metric: 'cpu', value: 60 };
const threshold = {
  kind: 'threshold',
  metric: 'cpu',
  out: { above: 80, for: 0, add: 2 },
  in: { below: 30, for: 0, remove: 1 },
};
const step = {
  kind: 'step',
  metric: 'cpu',
  threshold: 60,
  steps: [
    { from: 20, add: 2 },
    { to: -30, add: -1 },
  ],
};
const judged = {
  kind: 'workers',
  overloaded: [{ metric: 'cpu', above: 80 }],
  idle: [{ metric: 'cpu', below: 5 }],
  idleFor: 600,
};

describe('with spare workers and a steady load, the group stops growing', () => {
  test.each([
    ['target', target, 10, 11],
    ['target, of many workers', target, 100, 101],
    ['target without values of single workers', { ...target, metric: 'average' }, 100, 101],
    ['target on a total', { kind: 'target', metric: 'total', value: 60, per: 'worker' }, 100, 101],
    ['threshold', threshold, 10, 10],
    ['step', step, 10, 10],
    ['workers', judged, 10, 10],
    // Room for a rise of 15 % in each of three minutes: 15 workers.
    ['objective without history', { kind: 'objective', metric: 'total', perWorker: 60 }, 10, 16],
  ])('%s', (_, rule, load, most) => {
    const capacities = played(rule, load, load);
    expect(Math.max(...capacities)).toBeLessThanOrEqual(most);
    expect(new Set(capacities.slice(10)).size).toBe(1);
  });

  test.each([
    ['threshold', threshold],
    ['step', step],
  ])('and shrinks by small steps: %s', (_, rule) => {
    expect(played(rule, 2, 20).at(-1)).toBeLessThanOrEqual(6);
  });
});

test('a rule that leaves the size as it is counts spare workers from what the metric needs', () => {
  const observation = parseObservation({
    ...{ now: iso(0), workers: { ready: 20 }, metrics: { cpu: [{ at: iso(-1), value: 57 }] } },
  });
  const decision = decide(policyOf(target, 2), parsed(observation));
  expect(decision).toMatchObject({ desired: 21, proposal: 21 });
  expect(sentence(decision.reason)).toBe(
    'Scale out 20 → 21. Rules asked for 20 (cpu 57, target 60: within the tolerance). 2 spare beyond the 19 that are needed.',
  );
});

test('workers that boot are no reason for further spare workers', () => {
  const observation = parseObservation({
    ...{ now: iso(0), desired: 5, workers: { ready: 3, warming: 2 }, metrics: { cpu: [{ at: iso(-1), value: 0 }] } },
    history: { serving: [{ at: iso(-60), workers: 3 }] },
  });
  expect(decide(policyOf(target), parsed(observation))).toMatchObject({ direction: 'hold', desired: 5 });
});
