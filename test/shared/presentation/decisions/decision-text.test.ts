import { expect, test } from 'vitest';
import { decisionReport } from '../../../../shared/presentation/index.ts';
import { decided } from '../../decision/builders.ts';

test('what was observed is rounded as the sentences are', () => {
  const decision = decided(
    { rules: [{ kind: 'target', metric: 'load', value: 30, per: 'worker' }] },
    {
      metrics: { load: 176.36682857142858 },
    },
  );
  const seen = { desired: 1, workers: { ready: 1 }, metrics: { load: 176.36682857142858, orders: 1235, idle: null } };
  const report = decisionReport(decision, { seen: seen as never });
  expect(report).toContain('  load 176.4, orders 1235, idle has no data\n');
  expect(report).not.toMatch(/\d\.\d{5}/);
});
