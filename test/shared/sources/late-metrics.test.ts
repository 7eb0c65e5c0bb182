import { expect, test } from 'vitest';
import type { CloudWatchSource } from '../../../shared/sources/index.ts';
import { MINUTE, NOON } from '../../contracts/examples.ts';
import { FakeMetrics } from '../../fakes/fake-metrics.ts';

test('the sum of the newest minute grows while its data are late', async () => {
  const metrics = new FakeMetrics();
  const config: CloudWatchSource = {
    ...{ namespace: 'AWS/ApplicationELB', name: 'RequestCount', statistic: 'Sum', period: 60 },
    dimensions: {},
  };
  metrics.put(config, NOON, 100);
  metrics.put(config, NOON + 30_000, 20, MINUTE);
  metrics.put(config, NOON + 45_000, 3, 2 * MINUTE);
  const sumAt = async (now: number) =>
    (await metrics.read([{ key: 'requests', config, seconds: 600 }], now)).get('requests');
  expect(await sumAt(NOON + MINUTE)).toEqual([{ at: NOON, value: 100 }]);
  expect(await sumAt(NOON + 2 * MINUTE)).toEqual([{ at: NOON, value: 120 }]);
  expect(await sumAt(NOON + 3 * MINUTE)).toEqual([{ at: NOON, value: 123 }]);
});
