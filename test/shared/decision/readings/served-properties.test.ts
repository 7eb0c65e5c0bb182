import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuredRule } from '../arbitraries.ts';
import { ago, decided, workersOf } from '../builders.ts';

const cpu = {
  cloudwatch: { namespace: 'CWAgent', name: 'cpu_usage_active', period: 300, dimensions: { Group: 'web' } },
};

describe('whatever is observed', () => {
  it('a datapoint is multiplied by no more workers than served in its period', () => {
    const count = fc.integer({ min: 1, max: 40 });
    const since = fc.array(fc.integer({ min: 0, max: 170 }), { maxLength: 40 });
    fc.assert(
      fc.property(count, since, fc.integer({ min: 1, max: 300 }), fc.boolean(), (old, launches, value, isShort) => {
        const young = launches.map((seconds, index) => ({
          ...{ id: `young-${index}`, state: 'ready' as const, launchedAt: ago(seconds) },
        }));
        const workers = [...workersOf(old, 'ready', { launchedAt: ago(9000) }), ...young];
        const current = isShort ? old : workers.length;
        const decision = decided(
          { metrics: { cpu }, rules: [{ kind: 'target', metric: 'cpu', value: 60 }] },
          { desired: current, workers, metrics: { cpu: [{ at: ago(480), value }] } },
        );
        expect(decision.desired).toBeLessThanOrEqual(Math.max(current, Math.ceil((value / 60) * old)));
      }),
    );
  });

  it('a silent metric scales no group in unless its policy asks for it', () => {
    const silence = fc.constantFrom<null | { at: string; value: number }[]>(null, [], [{ at: ago(86_400), value: 0 }]);
    fc.assert(
      fc.property(
        measuredRule,
        silence,
        fc.integer({ min: 0, max: 9 }),
        ({ fallback: _, ...rule }, points, desired) => {
          const metrics = Object.fromEntries(['cpu', 'jobs', 'constructor', 'toString'].map((name) => [name, points]));
          const decision = decided({ rules: [rule as typeof rule & { kind: 'target' }] }, { desired, metrics });
          expect(decision.desired).toBe(desired);
        },
      ),
    );
  });
});
